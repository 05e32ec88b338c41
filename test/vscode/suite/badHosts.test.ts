import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { hostname } from 'node:os';
import * as vscode from 'vscode';
import { assertShowable, completionAt, completionsAt, outcomesOf, textOf } from '../support/completion';
import { closeAll, eventually, openFile, type OpenedText } from '../support/documents';
import { activatedExtension } from '../support/extension';
import { withFaultyHost, type Fault } from '../support/faultyHost';
import { queueClass } from '../support/texts';

interface BadHost {
  readonly what: string;
  readonly fault: Fault;
  /** What the status item says of it. */
  readonly status: RegExp;
}

const badHosts: readonly BadHost[] = [
  { what: 'never answers', fault: () => undefined, status: /host too slow$/ },
  {
    what: 'resets the connection before it answers',
    fault: (response) => response.destroy(),
    status: /host unreachable$|connection lost$/,
  },
  {
    what: 'resets the connection in the middle of an answer',
    fault: (response) => {
      startStream(response);
      response.write('{"response":"ret', () => response.destroy());
    },
    status: /connection lost$/,
  },
  {
    what: 'reports an error inside its answer',
    fault: (response) => {
      startStream(response);
      response.end('{"error":"the runner has crashed"}\n');
    },
    status: /host failed$/,
  },
  {
    what: 'is a proxy with a login page',
    fault: (response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!doctype html><title>Log in</title>');
    },
    status: /not a model host$/,
  },
  { what: 'wants a login', fault: refusal(401, 'unauthorized'), status: /login refused$/ },
  { what: 'has lost the model', fault: refusal(404, 'model "x" not found'), status: /model missing$/ },
  { what: 'is out of order', fault: refusal(500, 'unexpected server status'), status: /host failed$/ },
];

describe('a host that', () => {
  afterEach(closeAll);

  for (const [index, { what, fault, status }] of badHosts.entries()) {
    it(`${what} breaks nothing and is named in plain words`, async () => {
      await withFaultyHost(fault, async () => {
        const fillwright = await activatedExtension();
        const opened = await openFile(`src/badHost${index}.ts`, queueClass);
        const outcomes = await outcomesOf(async () => {
          await eventually(
            async () => {
              assert.deepEqual(await completionsAt(opened), []);
              return status.test(fillwright.status().text) ? true : undefined;
            },
            () => `The status item says: ${fillwright.status().text}`,
          );
        });
        assert.ok(!outcomes.includes('fault'));
        const { tooltip } = fillwright.status();
        assert.ok(tooltip.length >= 2, 'There is no next step.');
        // The editor under test runs behind a browser, so that its machine may be another than the user's.
        assert.ok(
          vscode.env.remoteName !== undefined && tooltip[2]?.includes(hostname()),
          tooltip.join('\n'),
        );
      });
    });
  }

  it('ends its stream without its last word still has its text shown', async () => {
    const opened = await openedWith('src/badHostCut.ts', (response) => {
      startStream(response);
      response.end('{"response":"return this.items.length === 0;"}\n');
    });
    assert.equal(opened.text, 'return this.items.length === 0;');
  });

  it('splits a character in two has it shown whole', async () => {
    const opened = await openedWith('src/badHostSplit.ts', (response) => {
      startStream(response);
      const line = Buffer.from('{"response":"return \\"é😀\\";"}\n{"response":"","done":true}\n');
      const middle = line.indexOf(Buffer.from('😀')) + 2;
      response.write(line.subarray(0, middle), () => setImmediate(() => response.end(line.subarray(middle))));
    });
    assert.equal(opened.text, 'return "é😀";');
  });
});

async function openedWith(name: string, fault: Fault): Promise<OpenedText & { readonly text: string }> {
  let shown: (OpenedText & { readonly text: string }) | undefined;
  await withFaultyHost(fault, async () => {
    const opened = await openFile(name, queueClass);
    const item = await completionAt(opened);
    assertShowable(item, opened);
    shown = { ...opened, text: textOf(item) };
  });
  assert.ok(shown);
  return shown;
}

function startStream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
}

function refusal(status: number, error: string): Fault {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error }));
  };
}
