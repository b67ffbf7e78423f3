using System.Globalization;
using System.Text;
using TradingActors.Domain;
using Xunit;

namespace TradingActors.Tests.Venues.Fuzzing;

/// <summary>One batch of broken frames to an account's session: a tenth of them while it logs on.</summary>
internal sealed class AccountFuzz(FuzzBatch batch)
{
    private const int HandshakeMutations = FuzzRun.BatchLength / 10;
    private const int Kinds = 8;
    private const int PendingMax = 64;

    private readonly HashSet<string> _unended = [];
    private SpotSessionHarness _venue = null!;
    private bool _hasFailed;
    private int _answered;

    public void Run()
    {
        for (var i = 0; i < HandshakeMutations;)
            i = Handshake(i);
        Start();
        for (var i = HandshakeMutations; i < FuzzRun.BatchLength; i++)
            Break(i);
        End();
    }

    /// <summary>Answers to a log-on broken; after the wait the session is ready or has failed.</summary>
    private int Handshake(int mutation)
    {
        _venue = new SpotSessionHarness(
            mutation % 2 == 0 ? SpotSessionHarness.HmacSecret : SpotSessionHarness.Ed25519Secret);
        _hasFailed = false;
        _venue.Session.Opened(_venue.Now);
        for (var at = 0; at < _venue.Sink.Frames.Count && at < 8; at++)
        {
            var dice = batch.Dice(mutation++);
            var frame = Bytes(AnswerTo(_venue.Sink.Frames[at]));
            if (dice.Next(3) == 0)
                frame = batch.Broken(frame, Bytes(AccountFrames.Accepted), ref dice);
            _venue.Session.Received(frame, _venue.Now);
            Look(frame.Length);
        }

        _venue.Advance(6);
        _venue.Session.Tick(_venue.Now);
        Look(0);
        Assert.True(_venue.Session.IsReady || _hasFailed, "neither ready nor failed");
        _venue.Session.Closed(_venue.Now);
        _venue.Dispose();
        return mutation;
    }

    private void Start()
    {
        _hasFailed = false;
        _answered = 0;
        _venue = new SpotSessionHarness(with: s => s with { PendingRequestsMax = PendingMax }).MakeReady();
        _venue.Sink.Frames.Clear();
    }

    private void Break(int mutation)
    {
        var dice = batch.Dice(mutation);
        var frame = Bytes(Pick(mutation, ref dice));
        var broken = batch.Broken(
            frame, Bytes(AccountFrames.Events[dice.Next(AccountFrames.Events.Length)]), ref dice);
        _venue.Session.Received(broken, _venue.Now);
        Look(broken.Length);
        _venue.Advance(0.1);
        _venue.Session.Tick(_venue.Now);
        AnswerOwnRequests();
        Look(0);
        if (_venue.Session.IsReady)
        {
            _venue.Event(GoldenFrames.BalanceUpdate);
            Assert.IsType<VenueTransfer>(Assert.Single(_venue.Sink.Take()));
            return;
        }

        Assert.True(_hasFailed, "not ready, and nothing was said");
        End();
        Start();
    }

    /// <summary>An event, or the answer to a command that is sent for it.</summary>
    private string Pick(int mutation, ref FuzzDice dice)
    {
        var which = dice.Next(AccountFrames.Events.Length + Kinds * 2);
        var number = mutation.ToString(CultureInfo.InvariantCulture);
        if (which < AccountFrames.Events.Length)
            return AccountFrames.Wrap(AccountFrames.Events[which].Replace("a1-7-42", $"a1-7-{number}"));
        var (command, result) = AccountFrames.Ask((which - AccountFrames.Events.Length) % Kinds, number);
        _venue.Session.Send(command, _venue.Now);
        if (command is PlaceAtVenue place)
            _unended.Add(place.Id.Value);
        else if (command is ReplaceAtVenue replace)
            _unended.UnionWith([replace.OriginalId.Value, replace.Replacement.Id.Value]);
        if (_venue.Sink.Frames.Count == 0)
            return AccountFrames.Wrap(GoldenFrames.ReportTrade);
        var id = IdOf(_venue.Sink.Frames[^1]);
        _answered = _venue.Sink.Frames.Count;
        return dice.Next(2) == 0
            ? AccountFrames.Good(id, result, dice.Next(4) == 0)
            : $$"""{"id":{{id}},{{AccountFrames.Refusals[dice.Next(AccountFrames.Refusals.Length)]}} }""";
    }

    /// <summary>After the longest wait nothing is in flight, and every order sent has been told of.</summary>
    private void End()
    {
        for (var i = 0; i < 12 && !_hasFailed; i++)
        {
            _venue.Advance(1);
            _venue.Session.Tick(_venue.Now);
            AnswerOwnRequests();
            Look(0);
        }

        _venue.Session.Closed(_venue.Now);
        Look(0);
        Assert.Equal(0, _venue.Session.InFlight);
        Assert.Empty(_unended);
        _venue.Dispose();
    }

    /// <summary>Pings, clock and instruments go on as at a venue in good health.</summary>
    private void AnswerOwnRequests()
    {
        var frames = _venue.Sink.Frames;
        for (; _answered < frames.Count; _answered++)
            if (frames[_answered].Contains("\"ping\"") || frames[_answered].Contains("\"time\""))
                _venue.Receive(AnswerTo(frames[_answered]));
        frames.Clear();
        _answered = 0;
    }

    private void Look(int frameBytes)
    {
        var told = _venue.Sink.Take();
        Assert.InRange(told.Length, 0, frameBytes == 0 ? 3 * PendingMax : 6 + frameBytes / 20);
        foreach (var one in told)
        {
            VenueEventChecks.Check(one, _venue.Now);
            if (one is VenueSessionFailed)
            {
                Assert.False(_hasFailed, "failed twice");
                _hasFailed = true;
            }
            else if (one is VenueOrderEvent order)
                _unended.Remove(order.Id.Value);
        }
    }

    private string AnswerTo(string request)
    {
        var id = IdOf(request);
        var result = request.Contains("\"time\"")
            ? $$"""{"serverTime":{{SpotSessionHarness.Ms(_venue.Now.Wall)}}}"""
            : request.Contains("\"exchangeInfo\"") ? GoldenFrames.ExchangeInfoResult
            : """{"subscriptionId":0}""";
        return AccountFrames.Good(id, result, withLimits: false);
    }

    private static long IdOf(string request)
    {
        var at = request.IndexOf("\"id\":", StringComparison.Ordinal) + 5;
        var end = at;
        while (char.IsAsciiDigit(request[end]))
            end++;
        return long.Parse(request.AsSpan(at, end - at), CultureInfo.InvariantCulture);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
