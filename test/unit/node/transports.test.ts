import assert from 'node:assert/strict';
import type { Disposable } from '../../../src/common/disposable';
import { createNodeFetchTransport } from '../../../src/node/nodeFetchTransport';
import { createRoutedTransport } from '../../../src/node/routedTransport';
import type { HttpTransport } from '../../../src/transport/httpTransport';
import { FakeFaultyHost } from '../../support/fakeFaultyHost';
import { settled } from '../../support/virtualClock';

const noSecrets = { secret: () => Promise.resolve(undefined), environment: () => undefined };
const endpoint = { url: 'http://127.0.0.1' };

transportTests('nodeFetchTransport', () => createNodeFetchTransport('1.2.3'));
transportTests('routedTransport, straight', () => createRoutedTransport('1.2.3', endpoint, noSecrets));
transportTests('routedTransport, as the editor has it', () =>
  createRoutedTransport('1.2.3', { ...endpoint, bypassProxy: false }, noSecrets),
);

function transportTests(name: string, create: () => HttpTransport & Disposable): void {
  describe(name, () => {
    let host: FakeFaultyHost;
    const http = create();
    const signal = new AbortController().signal;

    before(async () => {
      host = await FakeFaultyHost.start();
    });

    after(async () => {
      http.dispose();
      await host.stop();
    });

    it('tells when the connection stands, before any answer', async () => {
      host.on('GET /slow', () => undefined);
      const leave = new AbortController();
      let answer: Promise<unknown> = Promise.resolve();
      await new Promise<void>((resolve) => {
        const request = {
          method: 'GET',
          url: `${host.url}/slow`,
          headers: {},
          signal: leave.signal,
        } as const;
        answer = http.send({ ...request, onConnected: resolve });
      });
      leave.abort();
      await assert.rejects(answer, { name: 'AbortError' });
    });

    it('sends nothing that was aborted before it went out, and breaks nothing by it', async () => {
      const leave = new AbortController();
      const body = '{"prompt":"a"}';
      const url = `${host.url}/aborted`;
      const answer = http.send({ method: 'POST', url, headers: {}, body, signal: leave.signal });
      leave.abort();
      await assert.rejects(answer, { name: 'AbortError' });
      for (let turn = 0; turn < 20; turn += 1) await settled();
      assert.ok(host.requests.every(({ route }) => route !== 'POST /aborted'));
    });

    it('puts our name in place of any other', async () => {
      host.on('GET /name', (response) => void response.end('{}'));
      const headers = { 'user-agent': 'ollama-js/0.6', 'X-Team': 'a' };
      await http.send({ method: 'GET', url: `${host.url}/name`, headers, signal });
      const request = host.requests.find(({ route }) => route === 'GET /name');
      assert.equal(request?.headers['user-agent'], 'fillwright/1.2.3');
      assert.equal(request.headers['x-team'], 'a');
    });

    it('gives an answer without a body as the web does', async () => {
      host.on('DELETE /thing', (response) => {
        response.writeHead(204);
        response.end();
      });
      const response = await http.send({ method: 'DELETE', url: `${host.url}/thing`, headers: {}, signal });
      assert.equal(response.status, 204);
      assert.equal(response.body, null);
    });

    it('sends the body of a DELETE whole', async () => {
      host.on('DELETE /model', (response, { body }) => void response.end(body));
      const body = '{"name":"café"}';
      const request = {
        method: 'DELETE',
        url: `${host.url}/model`,
        headers: {},
        body,
        signal: AbortSignal.any([]),
      } as const;
      const response = await http.send(request);
      assert.deepEqual([response.status, await response.text()], [200, body]);
    });

    it('keeps all values of a header that comes twice', async () => {
      host.on('GET /twice', (response) => {
        response.setHeader('X-Part', ['a', 'b']);
        response.end();
      });
      const response = await http.send({ method: 'GET', url: `${host.url}/twice`, headers: {}, signal });
      assert.equal(response.headers.get('x-part'), 'a, b');
    });

    it('replaces a kept connection that the host closes as it is used again', async () => {
      const ask = (): Promise<Response> =>
        http.send({ method: 'GET', url: `${host.url}/kept`, headers: {}, signal });
      host.on('GET /kept', (response) => void response.end('first'));
      await (await ask()).text();
      const connection = Math.max(...host.requests.map((each) => each.connection));
      for (let turn = 0; turn < 20; turn += 1) await settled();
      host.on('GET /kept', (response, request) => {
        if (request.connection <= connection) response.socket?.resetAndDestroy();
        else response.end('second');
      });
      assert.equal(await (await ask()).text(), 'second');
    });

    it('serves requests at the same time, each knowing its own connection', async () => {
      host.on('GET /many', (response) => void response.end('{}'));
      let connected = 0;
      const requests = Array.from({ length: 20 }, () =>
        http.send({
          method: 'GET',
          url: `${host.url}/many`,
          headers: {},
          signal,
          onConnected: () => {
            connected += 1;
          },
        }),
      );
      for (const response of await Promise.all(requests)) assert.equal(await response.text(), '{}');
      assert.equal(connected, 20);
    });
  });
}
