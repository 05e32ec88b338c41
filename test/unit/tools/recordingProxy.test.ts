import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generatedText, startRecordingProxy, type RecordingProxy } from '../../../tools/recordingProxy';
import { waitUntil } from '../../../tools/waitUntil';

const patience = { timeoutMs: 10_000, what: 'the proxy' };

describe('The recording pass-through', () => {
  let host: Server;
  let proxy: RecordingProxy;

  async function startWith(listener: RequestListener): Promise<void> {
    host = createServer(listener).listen(0, '127.0.0.1');
    await once(host, 'listening');
    proxy = await startRecordingProxy(`http://127.0.0.1:${(host.address() as AddressInfo).port}`);
  }

  afterEach(async () => {
    await proxy.close();
    host.closeAllConnections();
    host.close();
  });

  it('changes nothing, and keeps what was asked and answered', async () => {
    await startWith((_, answer) =>
      answer.writeHead(200, { 'x-host': 'me' }).end('{"response":"é"}\n{"response":"b"}\n'),
    );
    const answer = await fetch(`${proxy.url}/api/generate`, { method: 'POST', body: '{"model":"m"}' });
    assert.equal(answer.headers.get('x-host'), 'me');
    assert.equal(await answer.text(), '{"response":"é"}\n{"response":"b"}\n');
    const [exchange] = proxy.exchanges;
    assert.ok(exchange);
    assert.equal(exchange.requestBody, '{"model":"m"}');
    assert.equal(exchange.state, 'finished');
    assert.equal(generatedText(exchange), 'éb');
  });

  it('passes an abort on to the host', async () => {
    let hostSawAbort = false;
    await startWith((_, answer) => {
      answer.write('{"response":"a"}\n');
      answer.on('close', () => (hostSawAbort = true));
    });
    const aborter = new AbortController();
    const answer = await fetch(`${proxy.url}/api/generate`, { method: 'POST', signal: aborter.signal });
    assert.equal(answer.status, 200);
    aborter.abort();
    await waitUntil(() => hostSawAbort, patience);
    assert.equal(proxy.exchanges[0]?.state, 'aborted');
  });

  it('holds answers back until it is told to let them go', async () => {
    await startWith((_, answer) => answer.end('late'));
    proxy.hold(true);
    const asked = fetch(`${proxy.url}/api/generate`).then((answer) => answer.text());
    await waitUntil(() => proxy.open('/api/generate').length === 1, patience);
    proxy.hold(false);
    assert.equal(await asked, 'late');
  });
});
