using TradingActors.Venues.Binance.Wire;
using TradingActors.Venues.Json;

namespace TradingActors.Venues.Binance.MarketData;

internal enum StreamFrameKind
{
    /// <summary>None of those below; <see cref="StreamFrame.Type"/> names it.</summary>
    Other,
    BookTicker,
    Trade,
    Depth,
    ServerShutdown,

    /// <summary>The answer to a message of ours.</summary>
    Answer,
}

/// <summary>
/// A frame of the public streams, raw or wrapped in <c>{"stream","data"}</c>, read in one pass whatever the
/// order of its fields. The names are the venue's single letters; depth levels go into the two buffers.
/// </summary>
internal ref struct StreamFrame
{
    public StreamFrameKind Kind;
    public ReadOnlySpan<byte> Type;
    public ReadOnlySpan<byte> Symbol;
    public long FirstUpdateId;
    public long UpdateId;
    public long TradeId;
    public long TradeTimeMs;
    public decimal Bid;
    public decimal BidSize;
    public decimal Ask;
    public decimal AskSize;
    public decimal Price;
    public decimal Quantity;
    public bool BuyerIsMaker;

    /// <summary>Of an answer: the number of the message that it answers.</summary>
    public long AnswerTo;

    public ReadOnlySpan<byte> AnswerResult;
    public ReadOnlySpan<byte> AnswerError;

    private Fields _seen;

    [Flags]
    private enum Fields
    {
        Type = 1,
        Symbol = 2,
        UpdateId = 4,
        FirstUpdateId = 8,
        Bid = 16,
        BidSize = 32,
        Ask = 64,
        AskSize = 128,
        BidLevels = 256,
        AskLevels = 512,
        TradeId = 1024,
        Price = 2048,
        Quantity = 4096,
        TradeTime = 8192,
        Maker = 16384,
        Answer = 32768,
        BookTickerAll = Symbol | UpdateId | Bid | BidSize | Ask | AskSize,
        TradeAll = Symbol | TradeId | Price | Quantity | TradeTime | Maker,
        DepthAll = Symbol | FirstUpdateId | UpdateId | BidLevels | AskLevels,
    }

    public static bool TryRead(
        ReadOnlySpan<byte> text, LevelBuffer bids, LevelBuffer asks, out StreamFrame frame, out string fault)
    {
        var read = default(StreamFrame);
        var json = new JsonCursor(text);
        json.EnterObject();
        while (json.NextField(out var name))
            if (name.Length == 1)
                read.ReadField(name[0], ref json, bids, asks);
            else if (name.SequenceEqual("data"u8))
                read.ReadPayload(ref json, bids, asks);
            else if (name.SequenceEqual("stream"u8))
                json.ReadString(out _);
            else
                read.ReadAnswerField(name, ref json);

        frame = read;
        return ApiFrame.End(ref json, out fault) && frame.Classify(out fault);
    }

    private void ReadPayload(scoped ref JsonCursor json, LevelBuffer bids, LevelBuffer asks)
    {
        json.EnterObject();
        while (json.NextField(out var name))
            if (name.Length == 1)
                ReadField(name[0], ref json, bids, asks);
            else
                json.Skip();
    }

    private void ReadField(byte name, scoped ref JsonCursor json, LevelBuffer bids, LevelBuffer asks)
    {
        if (Kind == StreamFrameKind.Other && !Type.IsEmpty)
        {
            json.Skip();
            return;
        }

        switch (name)
        {
            case (byte)'e':
                ReadType(ref json);
                break;
            case (byte)'s':
                See(Fields.Symbol, json.ReadString(out Symbol));
                break;
            case (byte)'u':
                See(Fields.UpdateId, json.ReadInteger(out UpdateId));
                break;
            case (byte)'U':
                See(Fields.FirstUpdateId, json.ReadInteger(out FirstUpdateId));
                break;
            case (byte)'b' when json.PeekByte() == '[':
                See(Fields.BidLevels, bids.Read(ref json));
                break;
            case (byte)'a' when json.PeekByte() == '[':
                See(Fields.AskLevels, asks.Read(ref json));
                break;
            case (byte)'b':
                See(Fields.Bid, json.ReadDecimal(out Bid));
                break;
            case (byte)'B':
                See(Fields.BidSize, json.ReadDecimal(out BidSize));
                break;
            case (byte)'a':
                See(Fields.Ask, json.ReadDecimal(out Ask));
                break;
            case (byte)'A':
                See(Fields.AskSize, json.ReadDecimal(out AskSize));
                break;
            default:
                ReadTradeField(name, ref json);
                break;
        }
    }

    private void ReadTradeField(byte name, scoped ref JsonCursor json)
    {
        switch (name)
        {
            case (byte)'t':
                See(Fields.TradeId, json.ReadInteger(out TradeId));
                break;
            case (byte)'p':
                See(Fields.Price, json.ReadDecimal(out Price));
                break;
            case (byte)'q':
                See(Fields.Quantity, json.ReadDecimal(out Quantity));
                break;
            case (byte)'T':
                See(Fields.TradeTime, json.ReadInteger(out TradeTimeMs));
                break;
            case (byte)'m':
                See(Fields.Maker, json.ReadBoolean(out BuyerIsMaker));
                break;
            default:
                json.Skip();
                break;
        }
    }

    private void ReadType(scoped ref JsonCursor json)
    {
        if (!json.ReadString(out Type))
            return;
        _seen |= Fields.Type;
        Kind = Type.SequenceEqual("trade"u8) ? StreamFrameKind.Trade
            : Type.SequenceEqual("depthUpdate"u8) ? StreamFrameKind.Depth
            : Type.SequenceEqual("serverShutdown"u8) ? StreamFrameKind.ServerShutdown
            : StreamFrameKind.Other;
    }

    private void ReadAnswerField(ReadOnlySpan<byte> name, scoped ref JsonCursor json)
    {
        if (name.SequenceEqual("id"u8))
        {
            _seen |= Fields.Answer;
            if (json.PeekByte() == 'n')
                json.Skip();
            else
                json.ReadInteger(out AnswerTo);
        }
        else if (name.SequenceEqual("result"u8))
            See(Fields.Answer, json.Skip(out AnswerResult));
        else if (name.SequenceEqual("error"u8))
            See(Fields.Answer, json.Skip(out AnswerError));
        else if (name.SequenceEqual("msg"u8))
            See(Fields.Answer, json.ReadString(out AnswerError));
        else
            json.Skip();
    }

    private void See(Fields field, bool read) => _seen |= read ? field : 0;

    private bool Classify(out string fault)
    {
        fault = "";
        if ((_seen & Fields.Answer) != 0 && (_seen & (Fields.Type | Fields.Symbol)) == 0)
            Kind = StreamFrameKind.Answer;
        else if ((_seen & Fields.Type) == 0)
            Kind = StreamFrameKind.BookTicker;
        var needed = Kind switch
        {
            StreamFrameKind.BookTicker => Fields.BookTickerAll,
            StreamFrameKind.Trade => Fields.TradeAll,
            StreamFrameKind.Depth => Fields.DepthAll,
            _ => default(Fields),
        };
        fault = (_seen & needed) == needed
            ? Contradiction()
            : $"a {Kind} frame without {needed & ~_seen}";
        return fault.Length == 0;
    }

    /// <summary>A side of a quote may be empty, which the venue writes as zero.</summary>
    private readonly string Contradiction() => Kind switch
    {
        StreamFrameKind.BookTicker when UpdateId < 0 || !WireText.IsPrice(Bid) || !WireText.IsPrice(Ask)
            || !WireText.IsQuantity(BidSize) || !WireText.IsQuantity(AskSize) =>
            "a quote out of all bounds",
        StreamFrameKind.BookTicker when Bid >= Ask && Ask != 0m => "a quote whose bid is not below its ask",
        StreamFrameKind.Trade when TradeId < 0 || Price == 0m || Quantity == 0m
            || !WireText.IsPrice(Price) || !WireText.IsQuantity(Quantity) => "a trade out of all bounds",
        StreamFrameKind.Depth when FirstUpdateId < 0 || UpdateId < FirstUpdateId =>
            "a change that ends before it begins",
        _ => "",
    };
}
