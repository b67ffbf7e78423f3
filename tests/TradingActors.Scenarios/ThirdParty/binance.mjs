// The npm package binance: REST, WebSocket API and streams.
import { MainClient, WebsocketAPIClient, WebsocketClient } from 'binance';
import { assert, check, done, sleep, until, untilSome, venue, within, wrongSecret } from './checks.mjs';

const symbol = 'BTCUSDT';
const quiet = { trace: () => {}, info: () => {}, error: () => {} };
const keys = { api_key: venue.apiKey, api_secret: venue.secret };
const rest = new MainClient({ ...keys, baseUrl: venue.http });
let bid;
let ask;

const below = (share) => (Math.floor(bid * share * 100) / 100).toFixed(2);

async function refused(code, call) {
  await assert.rejects(call, (problem) => {
    assert.equal(problem.code ?? problem.error?.code, code, JSON.stringify(problem));
    return true;
  });
}

const limit = (share, more = {}) => ({
  symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: 0.01, price: below(share), ...more,
});

await check('rest.general', async () => {
  assert.deepEqual(await rest.testConnectivity(), {});
  assert.ok(Math.abs((await rest.getServerTime(venue.http)) - Date.now()) < 5_000);
  const info = await rest.getExchangeInfo({ symbols: [symbol, 'ETHUSDT'] });
  assert.deepEqual(info.symbols.map((row) => row.symbol), [symbol, 'ETHUSDT']);
  assert.equal(info.symbols[0].filters.find((f) => f.filterType === 'PRICE_FILTER').tickSize, '0.01000000');
});

await check('rest.market data', async () => {
  const quote = await rest.getSymbolOrderBookTicker({ symbol });
  bid = Number(quote.bidPrice);
  ask = Number(quote.askPrice);
  assert.ok(bid > 0 && ask > bid);
  const book = await rest.getOrderBook({ symbol, limit: 10 });
  assert.equal(book.bids.length, 10);
  assert.ok(Math.abs(Number(book.bids[0][0]) / bid - 1) < 0.01);
  assert.equal((await rest.get24hrChangeStatistics({ symbol })).symbol, symbol);
  assert.ok(Number((await rest.getAvgPrice({ symbol })).price) > 0);
  await untilSome(() => rest.getKlines({ symbol, interval: '1m' }));
  await untilSome(() => rest.getRecentTrades({ symbol, limit: 3 }));
  await untilSome(() => rest.getAggregateTrades({ symbol, limit: 3 }));
  assert.ok(Number((await rest.getSymbolPriceTicker({ symbol })).price) > 0);
});

await check('rest.account', async () => {
  const account = await rest.getAccountInformation();
  assert.ok(Number(account.balances.find((line) => line.asset === 'USDT').free) > 10_000);
  const rights = await rest.getApiKeyPermissions();
  assert.deepEqual([rights.enableSpotAndMarginTrading, rights.enableWithdrawals], [true, false]);
  assert.equal((await rest.getOrderRateLimit()).length, 2);
});

await check('rest.limit order', async () => {
  assert.deepEqual(await rest.testNewOrder(limit(0.9)), {});
  const placed = await rest.submitNewOrder(limit(0.9));
  assert.equal(placed.status, 'NEW');
  const shown = await rest.getOrder({ symbol, orderId: placed.orderId });
  assert.equal(shown.clientOrderId, placed.clientOrderId);
  assert.equal((await rest.getOpenOrders({ symbol })).length, 1);
  const canceled = await rest.cancelOrder({ symbol, orderId: placed.orderId });
  assert.deepEqual([canceled.status, canceled.origClientOrderId], ['CANCELED', placed.clientOrderId]);
  assert.ok((await rest.getAllOrders({ symbol })).some((order) => order.orderId === placed.orderId));
});

await check('rest.market order', async () => {
  const filled = await rest.submitNewOrder({ symbol, side: 'BUY', type: 'MARKET', quantity: 0.01 });
  assert.equal(filled.status, 'FILLED');
  assert.equal(filled.fills.reduce((sum, fill) => sum + Number(fill.qty), 0).toFixed(5), '0.01000');
  const trades = await rest.getAccountTradeList({ symbol, orderId: filled.orderId });
  assert.deepEqual(trades.map((trade) => trade.id), filled.fills.map((fill) => fill.tradeId));
});

await check('rest.post-only and stop orders', async () => {
  const maker = { symbol, side: 'BUY', type: 'LIMIT_MAKER', quantity: 0.01 };
  const placed = await rest.submitNewOrder({ ...maker, price: below(0.9) });
  await rest.cancelOrder({ symbol, orderId: placed.orderId });
  await refused(-2010, rest.submitNewOrder({ ...maker, price: (ask * 1.05).toFixed(2) }));
  const stop = await rest.submitNewOrder({
    symbol, side: 'SELL', type: 'STOP_LOSS_LIMIT', timeInForce: 'GTC', quantity: 0.01,
    stopPrice: below(0.8), price: below(0.79),
  });
  const shown = await rest.getOrder({ symbol, orderId: stop.orderId });
  assert.deepEqual([shown.type, Number(shown.stopPrice)], ['STOP_LOSS_LIMIT', Number(below(0.8))]);
  await rest.cancelOrder({ symbol, orderId: stop.orderId });
});

await check('rest.replace', async () => {
  const old = await rest.submitNewOrder(limit(0.9));
  const replaced = await rest.replaceOrder({
    ...limit(0.89), cancelReplaceMode: 'STOP_ON_FAILURE', cancelOrderId: old.orderId,
  });
  assert.deepEqual([replaced.cancelResult, replaced.newOrderResult], ['SUCCESS', 'SUCCESS']);
  assert.equal(replaced.newOrderResponse.status, 'NEW');
  const canceled = await rest.cancelAllSymbolOrders({ symbol });
  assert.deepEqual(canceled.map((order) => order.orderId), [replaced.newOrderResponse.orderId]);
  assert.equal((await rest.getOpenOrders({ symbol })).length, 0);
});

await check('rest.errors', async () => {
  await refused(-2010, rest.submitNewOrder(limit(0.9, { quantity: 100 })));
  await refused(-2011, rest.cancelOrder({ symbol, orderId: 999_999_999 }));
  await refused(-2013, rest.getOrder({ symbol, orderId: 999_999_999 }));
  await refused(-1121, rest.getOrderBook({ symbol: 'NOPE' }));
  const forger = new MainClient({ api_key: venue.apiKey, api_secret: wrongSecret, baseUrl: venue.http });
  await refused(-1022, forger.getAccountInformation());
  const stranger = new MainClient({ api_key: 'nobody', api_secret: venue.secret, baseUrl: venue.http });
  await refused(-2015, stranger.getAccountInformation());
});

await check('ws.streams', async () => {
  const client = new WebsocketClient({ ...keys, wsUrl: venue.ws, beautify: false }, quiet);
  const seen = new Set();
  client.on('message', (message) => seen.add(message.streamName));
  const topics = ['bookTicker', 'trade', 'depth@100ms', 'kline_1m', 'ticker', 'miniTicker', 'depth5', 'avgPrice']
    .map((name) => `btcusdt@${name}`);
  await client.subscribe(topics, 'main');
  await until(() => sleep(20), () => topics.every((topic) => seen.has(topic)));
  client.closeAll(true);
});

await check('ws.orders and their events', async () => {
  const events = [];
  const api = new WebsocketAPIClient({ ...keys, wsUrl: venue.ws, beautify: false, attachEventListeners: false }, quiet);
  api.getWSClient().on('message', (message) => events.push(message.event ?? message.data?.event ?? message));
  await api.subscribeUserDataStream('mainWSAPI');
  const timed = (parameters) => ({ ...parameters, timestamp: Date.now() });
  const placed = (await api.submitNewSpotOrder(timed(limit(0.9)))).result;
  assert.equal(placed.status, 'NEW');
  const shown = (await api.getSpotOrderStatus(timed({ symbol, orderId: placed.orderId }))).result;
  assert.equal(shown.clientOrderId, placed.clientOrderId);
  const replaced = (await api.cancelReplaceSpotOrder(timed({
    ...limit(0.89), cancelReplaceMode: 'STOP_ON_FAILURE', cancelOrderId: placed.orderId,
  }))).result.newOrderResponse;
  assert.equal((await api.getSpotOpenOrders(timed({ symbol }))).result.length, 1);
  const canceled = (await api.cancelSpotOrder(timed({ symbol, orderId: replaced.orderId }))).result;
  assert.equal(canceled.status, 'CANCELED');
  const filled = (await api.submitNewSpotOrder(
    timed({ symbol, side: 'SELL', type: 'MARKET', quantity: 0.01 }))).result;
  assert.equal(filled.status, 'FILLED');
  const reported = (id, status) => events.some(
    (event) => event.e === 'executionReport' && event.i === id && event.X === status);
  await until(() => sleep(20), () => reported(placed.orderId, 'NEW') && reported(placed.orderId, 'CANCELED')
    && reported(replaced.orderId, 'CANCELED') && reported(filled.orderId, 'FILLED'));
  assert.ok(events.some((event) => event.e === 'outboundAccountPosition'));
  await refused(-2011, api.cancelSpotOrder(timed({ symbol, orderId: 999_999_999 })));
  await refused(-2010, api.submitNewSpotOrder(timed(limit(0.9, { quantity: 100 }))));
  api.getWSClient().closeAll(true);
});

await check('ws.bad signature', async () => {
  const api = new WebsocketAPIClient({
    api_key: venue.apiKey, api_secret: wrongSecret, wsUrl: venue.ws, beautify: false, attachEventListeners: false,
  }, quiet);
  // A session that cannot be logged on is an event, a request that cannot be signed a rejection.
  const problem = await within(new Promise((resolve, reject) => {
    api.getWSClient().on('exception', resolve);
    api.getSpotAccountInformation({ timestamp: Date.now() }).then(reject, resolve);
  }));
  assert.equal(problem.error.code, -1022);
  api.getWSClient().closeAll(true);
});

done();
