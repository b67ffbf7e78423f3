// ccxt, REST and pro: everything that a trading program does with it.
import ccxt from 'ccxt';
import { assert, check, done, sleep, until, untilSome, venue, within, wrongSecret } from './checks.mjs';

const symbol = 'BTC/USDT';

function client(overrides = {}) {
  const made = new ccxt.pro.binance({
    apiKey: venue.apiKey,
    secret: venue.secret,
    enableRateLimit: false,
    options: {
      defaultType: 'spot',
      fetchMarkets: { types: ['spot'] },
      fetchCurrencies: false,
      fetchMargins: false,
    },
    ...overrides,
  });
  made.urls.api.public = made.urls.api.private = `${venue.http}/api/v3`;
  made.urls.api.sapi = `${venue.http}/sapi/v1`;
  made.urls.api.ws.spot = `${venue.ws}/stream/ws`;
  made.urls.api.ws['ws-api'].spot = `${venue.ws}/ws-api/v3`;
  return made;
}

const ex = client();
await ex.loadHttpProxyAgent();
let bid;
let ask;

/** A price that rests and passes the filters. */
const below = (share) => Number(ex.priceToPrecision(symbol, bid * share));

async function refused(type, call) {
  await assert.rejects(call, (problem) => {
    assert.ok(problem instanceof type, `${problem.constructor.name}: ${problem.message}`);
    return true;
  });
}

await check('rest.markets', async () => {
  await ex.loadMarkets();
  const market = ex.market(symbol);
  assert.equal(market.id, 'BTCUSDT');
  assert.equal(market.precision.price, 0.01);
  assert.equal(market.precision.amount, 0.00001);
  assert.equal(market.limits.cost.min, 5);
  assert.ok(market.active && market.spot);
});

await check('rest.time', async () => {
  assert.ok(Math.abs((await ex.fetchTime()) - Date.now()) < 5_000);
});

await check('rest.status', async () => {
  assert.equal((await ex.fetchStatus()).status, 'ok');
});

await check('rest.ticker', async () => {
  const ticker = await ex.fetchTicker(symbol);
  ({ bid, ask } = ticker);
  assert.ok(bid > 0 && ask > bid && ticker.last > 0 && ticker.high >= ticker.low);
  const all = await ex.fetchTickers();
  assert.ok(all[symbol] && all['ETH/USDT']);
  const quotes = await ex.fetchBidsAsks([symbol]);
  assert.ok(quotes[symbol].ask > quotes[symbol].bid);
  assert.ok((await ex.fetchLastPrices([symbol]))[symbol].price > 0);
});

await check('rest.book', async () => {
  const book = await ex.fetchOrderBook(symbol, 20);
  assert.equal(book.bids.length, 20);
  assert.ok(book.bids[0][0] < book.asks[0][0]);
  for (let i = 1; i < 20; i++) {
    assert.ok(book.bids[i][0] < book.bids[i - 1][0]);
    assert.ok(book.asks[i][0] > book.asks[i - 1][0]);
  }
});

await check('rest.trades', async () => {
  const trades = await untilSome(() => ex.fetchTrades(symbol, undefined, 5));
  assert.ok(trades.every((trade) => trade.price > 0 && trade.amount > 0));
});

await check('rest.candles', async () => {
  const [candle] = await untilSome(() => ex.fetchOHLCV(symbol, '1m', undefined, 1));
  assert.equal(candle.length, 6);
  assert.ok(candle[2] >= candle[3]);
});

await check('rest.balance', async () => {
  const balance = await ex.fetchBalance();
  assert.ok(balance.USDT.free > 10_000);
  assert.equal(balance.BTC.total, balance.BTC.free + balance.BTC.used);
});

await check('rest.fees', async () => {
  const fee = await ex.fetchTradingFee(symbol);
  assert.equal(fee.maker, 0.001);
});

await check('rest.limit order', async () => {
  const placed = await ex.createOrder(symbol, 'limit', 'buy', 0.01, below(0.9));
  assert.equal(placed.status, 'open');
  assert.equal(placed.price, below(0.9));
  const shown = await ex.fetchOrder(placed.id, symbol);
  assert.equal(shown.clientOrderId, placed.clientOrderId);
  assert.ok((await ex.fetchOpenOrders(symbol)).some((order) => order.id === placed.id));
  assert.ok((await ex.fetchOrders(symbol)).some((order) => order.id === placed.id));
  const locked = (await ex.fetchBalance()).USDT.used;
  assert.ok(Math.abs(locked - 0.01 * placed.price) < 0.01, `locked ${locked}`);
  const canceled = await ex.cancelOrder(placed.id, symbol);
  assert.equal(canceled.status, 'canceled');
  assert.equal((await ex.fetchOpenOrders(symbol)).length, 0);
});

await check('rest.market order', async () => {
  const before = (await ex.fetchBalance()).BTC.total;
  const filled = await ex.createOrder(symbol, 'market', 'buy', 0.01);
  assert.equal(filled.status, 'closed');
  assert.equal(filled.filled, 0.01);
  assert.ok(filled.average > 0 && filled.trades.length > 0);
  const after = (await ex.fetchBalance()).BTC.total;
  const fees = filled.trades.reduce((sum, trade) => sum + trade.fee.cost, 0);
  assert.ok(Math.abs(after - before - 0.01 + fees) < 1e-9, `${before} to ${after}`);
  const mine = await ex.fetchMyTrades(symbol);
  assert.deepEqual(
    mine.filter((trade) => trade.order === filled.id).map((trade) => trade.id),
    filled.trades.map((trade) => trade.id));
});

await check('rest.market order by cost', async () => {
  const filled = await ex.createMarketBuyOrderWithCost(symbol, 100);
  assert.equal(filled.status, 'closed');
  assert.ok(filled.cost > 95 && filled.cost <= 100, `cost ${filled.cost}`);
});

await check('rest.post-only order', async () => {
  const placed = await ex.createOrder(symbol, 'limit', 'buy', 0.01, below(0.9), { postOnly: true });
  assert.ok((await ex.fetchOrder(placed.id, symbol)).postOnly);
  await ex.cancelOrder(placed.id, symbol);
  const taking = ex.createOrder(
    symbol, 'limit', 'buy', 0.01, Number(ex.priceToPrecision(symbol, ask * 1.05)), { postOnly: true });
  await refused(ccxt.OrderImmediatelyFillable, taking);
});

await check('rest.stop order', async () => {
  const trigger = below(0.8);
  const placed = await ex.createOrder(symbol, 'limit', 'sell', 0.01, below(0.79), { stopLossPrice: trigger });
  const shown = await ex.fetchOrder(placed.id, symbol);
  assert.equal(shown.triggerPrice, trigger);
  assert.equal(shown.status, 'open');
  await ex.cancelOrder(placed.id, symbol);
});

await check('rest.replace', async () => {
  const old = await ex.createOrder(symbol, 'limit', 'buy', 0.01, below(0.9));
  const replaced = await ex.editOrder(old.id, symbol, 'limit', 'buy', 0.02, below(0.89));
  assert.notEqual(replaced.id, old.id);
  assert.equal((await ex.fetchOrder(old.id, symbol)).status, 'canceled');
  const shown = await ex.fetchOrder(replaced.id, symbol);
  assert.deepEqual([shown.amount, shown.price], [0.02, below(0.89)]);
  await ex.createOrder(symbol, 'limit', 'buy', 0.01, below(0.88));
  await ex.cancelAllOrders(symbol);
  assert.equal((await ex.fetchOpenOrders(symbol)).length, 0);
});

await check('rest.errors', async () => {
  await refused(ccxt.InsufficientFunds, ex.createOrder(symbol, 'limit', 'buy', 100, below(0.9)));
  await refused(ccxt.OrderNotFound, ex.cancelOrder('999999999', symbol));
  await refused(ccxt.OrderNotFound, ex.fetchOrder('999999999', symbol));
  await refused(ccxt.BadRequest, ex.createOrder(symbol, 'limit', 'buy', 0.00001, below(0.9)));
  const stranger = client({ apiKey: 'nobody' });
  await stranger.loadMarkets();
  await refused(ccxt.AuthenticationError, stranger.fetchBalance());
  const forger = client({ secret: wrongSecret });
  await forger.loadMarkets();
  await refused(ccxt.AuthenticationError, forger.fetchBalance());
  const late = client();
  late.nonce = () => Date.now() - 100_000;
  await late.loadMarkets();
  await refused(ccxt.InvalidNonce, late.fetchBalance());
});

await check('ws.ticker', async () => {
  const ticker = await ex.watchTicker(symbol);
  assert.ok(ticker.last > 0);
  const full = await ex.watchTicker('ETH/USDT', { name: 'ticker' });
  assert.ok(full.ask > full.bid);
});

await check('ws.trades', async () => {
  assert.ok((await ex.watchTrades(symbol)).length > 0);
});

await check('ws.candles', async () => {
  assert.ok((await ex.watchOHLCV(symbol, '1m')).length > 0);
});

await check('ws.book agrees with the quotes', async () => {
  const quotes = new Map();
  let isOver = false;
  const gathering = (async () => {
    while (!isOver) {
      const quote = (await ex.watchBidsAsks([symbol]))[symbol] ?? {};
      if (quote.info) quotes.set(quote.info.u, [quote.bid, quote.ask]);
    }
  })();
  let agreed = 0;
  await until(() => ex.watchOrderBook(symbol), (book) => {
    assert.ok(book.bids[0][0] < book.asks[0][0]);
    const quote = quotes.get(book.nonce);
    if (quote) {
      assert.deepEqual([book.bids[0][0], book.asks[0][0]], quote);
      agreed++;
    }
    return agreed >= 3;
  });
  isOver = true;
  await within(gathering);
});

await check('ws.orders and their events', async () => {
  const orders = [];
  const balances = [];
  let isOver = false;
  const watch = async (call, into) => {
    while (!isOver) into.push(...[await call()].flat());
  };
  const watching = [
    watch(() => ex.watchOrders(symbol), orders),
    watch(() => ex.watchBalance(), balances),
  ];
  const trades = ex.watchMyTrades(symbol);
  await ex.authenticate();
  const placed = await ex.createOrderWs(symbol, 'limit', 'buy', 0.01, below(0.9));
  assert.equal((await ex.fetchOrderWs(placed.id, symbol)).status, 'open');
  assert.ok((await ex.fetchOpenOrdersWs(symbol)).some((order) => order.id === placed.id));
  const replaced = await ex.editOrderWs(placed.id, symbol, 'limit', 'buy', 0.01, below(0.88));
  assert.notEqual(replaced.id, placed.id);
  await ex.cancelOrderWs(replaced.id, symbol);
  const filled = await ex.createOrderWs(symbol, 'market', 'buy', 0.01);
  assert.equal(filled.status, 'closed');
  const has = (id, status) => orders.some((order) => order.id === id && order.status === status);
  await until(() => sleep(20), () =>
    has(placed.id, 'canceled') && has(replaced.id, 'canceled') && has(filled.id, 'closed'));
  assert.ok((await within(trades)).some((trade) => trade.order === filled.id));
  assert.ok(balances.length > 0);
  assert.ok((await ex.fetchMyTradesWs(symbol)).some((trade) => trade.order === filled.id));
  // ccxt leaves the reading of this answer's balances to its caller.
  const { balances: held } = (await ex.fetchBalanceWs()).info;
  assert.ok(Number(held.find((line) => line.asset === 'BTC').free) > 0);
  isOver = true;
  await ex.createOrderWs(symbol, 'market', 'sell', 0.01);
  await within(Promise.all(watching));
});

await check('ws.errors', async () => {
  await refused(ccxt.InsufficientFunds, ex.createOrderWs(symbol, 'limit', 'buy', 100, below(0.9)));
  await refused(ccxt.OrderNotFound, ex.cancelOrderWs('999999999', symbol));
});

done();
