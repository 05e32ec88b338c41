import assert from 'node:assert/strict';
import { parseSettings, type RawSettings } from '../../../src/settings/parseSettings';
import {
  defaultEndpoint,
  defaultSettings,
  defaultTimeouts,
  type Settings,
} from '../../../src/settings/settings';

function messages(raw: RawSettings, previous?: Settings): string[] {
  return parseSettings(raw, previous).problems.map((problem) => problem.message);
}

function endpoint(written: object): Settings['endpoints'][number] {
  const { settings, problems } = parseSettings({ endpoints: [written] });
  assert.deepEqual(problems, []);
  return settings.endpoints[0]!;
}

describe('parseSettings', () => {
  it('gives the defaults where nothing is written', () => {
    assert.deepEqual(parseSettings({}), { settings: defaultSettings, problems: [] });
  });

  it('tries the Ollama of this machine where the list of endpoints is empty', () => {
    assert.deepEqual(parseSettings({ endpoints: [] }).settings.endpoints, [defaultEndpoint]);
  });

  it('fills an endpoint up from nothing but its URL', () => {
    assert.deepEqual(endpoint({ url: 'gpu-box' }), {
      name: 'gpu-box:11434',
      url: 'http://gpu-box:11434',
      engine: 'ollama',
      roles: {},
      headers: {},
      timeouts: defaultTimeouts,
    });
  });

  it('reads all that an endpoint may hold', () => {
    const completion = {
      model: 'deepseek-coder:6.7b-base',
      family: 'deepseek-coder',
      options: { temperature: 0.1, top_k: 40, stop: ['\n\n'] },
    };
    assert.deepEqual(
      endpoint({
        name: 'big one',
        url: 'https://me:pass@example.org/ollama/',
        engine: 'openai',
        roles: { completion },
        headers: { 'X-Team': '${env:TEAM}' },
        tls: {
          caFile: '~/ca.pem',
          certFile: '/etc/me.pem',
          keyFile: 'C:\\keys\\me.key',
          passphrase: '${secret:key}',
          serverName: 'models.internal',
          fingerprint: `AB:${'cd:'.repeat(30)}EF`,
        },
        proxy: 'socks5://me:${secret:proxy}@127.0.0.1:1080',
        bypassProxy: false,
        timeouts: { connectMs: 100 },
        keepAlive: '30m',
      }),
      {
        name: 'big one',
        url: 'https://example.org/ollama',
        engine: 'openai',
        roles: { completion },
        tls: {
          caFile: '~/ca.pem',
          certFile: '/etc/me.pem',
          keyFile: 'C:\\keys\\me.key',
          passphrase: '${secret:key}',
          serverName: 'models.internal',
          fingerprint: `ab${'cd'.repeat(30)}ef`,
        },
        proxy: 'socks5://me:${secret:proxy}@127.0.0.1:1080',
        bypassProxy: false,
        headers: { Authorization: `Basic ${btoa('me:pass')}`, 'X-Team': '${env:TEAM}' },
        timeouts: { ...defaultTimeouts, connectMs: 100 },
        keepAlive: '30m',
      },
    );
  });

  it('reads a model for chat and one for embedding', () => {
    const chat = { model: 'deepseek-r1:14b', options: { num_predict: 32_768 } };
    const { roles } = endpoint({ url: 'x', roles: { chat, embedding: { model: 'nomic-embed-text' } } });
    assert.deepEqual(roles, { chat, embedding: { model: 'nomic-embed-text', options: {} } });
  });

  describe('reads a family of the user’s own', () => {
    const family = (written: unknown): object => ({
      url: 'gpu-box',
      roles: { completion: { family: written } },
    });

    it('from what it is like and what differs', () => {
      const mine = {
        like: 'deepseek-coder',
        tokens: { middle: '' },
        repo: { fileHeader: '// {path}\n', targetHeader: { inside: '' }, contextPlace: 'after-begin' },
        trainedWindow: 8_192,
      };
      assert.deepEqual(endpoint(family(mine)).roles.completion?.family, mine);
    });

    const wrongFamilies: readonly (readonly [unknown, RegExp])[] = [
      [7, /\[0\]\.roles\.completion\.family is 7; it must be a family's id, or an object with "like"/],
      [{ order: 'psm' }, /\.family\.like is missing/],
      [{ like: 'x', order: 'suffix' }, /\.family\.order is "suffix"; it must be one of "psm", "spm"/],
      [{ like: 'x', tokens: 'none' }, /\.family\.tokens is "none"; it must be an object/],
      [
        { like: 'x', repo: { place: 1 } },
        /\.family\.repo\.place is not part of a family; known are repoHeader/,
      ],
    ];
    for (const [written, problem] of wrongFamilies) {
      it(`and says what is wrong with ${JSON.stringify(written)}`, () => {
        assert.match(messages({ endpoints: [family(written)] })[0] ?? '', problem);
      });
    }
  });

  it('tells a window that the user set from the default', () => {
    const { contextWindow } = parseSettings({ 'completion.contextWindow': 16_384 }).settings.completion;
    assert.deepEqual(contextWindow, { tokens: 16_384, explicit: true });
    assert.equal(parseSettings({}).settings.completion.contextWindow.explicit, false);
  });

  it('keeps the default for languages that are not named', () => {
    const { languages } = parseSettings({ 'completion.languages': { markdown: false } }).settings.completion;
    assert.deepEqual([languages['markdown'], languages['plaintext'], languages['*']], [false, false, true]);
  });

  const wrong: readonly (readonly [string, unknown, string])[] = [
    ['completion.enabled', 'yes', 'fillwright.completion.enabled is "yes"; it must be true or false.'],
    [
      'completion.debounceMs',
      -5,
      'fillwright.completion.debounceMs is -5; it must be a whole number from 0 to 5000 (milliseconds).',
    ],
    ['completion.debounceMs', '150', 'fillwright.completion.debounceMs is "150"; it must be a whole number'],
    [
      'completion.maxTokens',
      0,
      'fillwright.completion.maxTokens is 0; it must be a whole number from 1 to 4096',
    ],
    ['completion.maxTokens', 1.5, 'fillwright.completion.maxTokens is 1.5'],
    [
      'completion.contextWindow',
      100,
      'fillwright.completion.contextWindow is 100; it must be a whole number from 512',
    ],
    ['completion.contextWindow', Number.NaN, 'fillwright.completion.contextWindow is null'],
    [
      'completion.multiline',
      'sometimes',
      'fillwright.completion.multiline is "sometimes"; it must be one of "auto", "always", "never".',
    ],
    [
      'completion.languages',
      { python: 'off' },
      'fillwright.completion.languages is {"python":"off"}; it must be an object; "python" in it must be true or false.',
    ],
    ['chat.maxTokens', 0, 'fillwright.chat.maxTokens is 0; it must be a whole number from 1 to 131072'],
    ['chat.systemPrompt', 5, 'fillwright.chat.systemPrompt is 5; it must be a text.'],
    ['chat.titles', 'none', 'fillwright.chat.titles is "none"; it must be one of "model", "question".'],
    [
      'endpoints',
      'http://gpu-box',
      'fillwright.endpoints is "http://gpu-box"; it must be a list of endpoints',
    ],
    ['endpoints', ['gpu-box'], 'fillwright.endpoints[0] is "gpu-box"; an endpoint is an object'],
    ['endpoints', [{}], 'fillwright.endpoints[0].url is missing'],
    ['endpoints', [{ url: 7 }], 'fillwright.endpoints[0].url is 7; it must be a URL in quotes'],
    [
      'endpoints',
      [{ url: 'ftp://x' }],
      'fillwright.endpoints[0].url is "ftp://x", which has the scheme ftp://',
    ],
    ['endpoints', [{ url: 'x', engine: 'llama' }], 'fillwright.endpoints[0].engine is "llama"'],
    [
      'endpoints',
      [{ url: 'x', keepAlive: 'long' }],
      'fillwright.endpoints[0].keepAlive is "long"; it must be a duration',
    ],
    ['endpoints', [{ url: 'x', roles: [] }], 'fillwright.endpoints[0].roles is []'],
    [
      'endpoints',
      [{ url: 'x', roles: { completion: 'm' } }],
      'fillwright.endpoints[0].roles.completion is "m"',
    ],
    [
      'endpoints',
      [{ url: 'x', roles: { completion: { options: { temperature: 9 } } } }],
      'fillwright.endpoints[0].roles.completion.options.temperature is 9; it must be a number from 0 to 2',
    ],
    [
      'endpoints',
      [{ url: 'x', timeouts: { connectMs: 'soon' } }],
      'fillwright.endpoints[0].timeouts.connectMs is "soon"',
    ],
    [
      'endpoints',
      [{ url: 'x', tls: 'no' }],
      'fillwright.endpoints[0].tls must be an object with some of caFile',
    ],
    [
      'endpoints',
      [{ url: 'https://x', tls: { caFile: 'ca.pem' } }],
      'fillwright.endpoints[0].tls.caFile is "ca.pem"; it must be the full path of a PEM file',
    ],
    [
      'endpoints',
      [{ url: 'https://x', tls: { keyFile: '/k' } }],
      'fillwright.endpoints[0].tls.keyFile is of no use without the certificate that belongs to it',
    ],
    [
      'endpoints',
      [{ url: 'https://x', tls: { fingerprint: 'abc' } }],
      'fillwright.endpoints[0].tls.fingerprint is "abc"; it must be the certificate\'s SHA-256',
    ],
    [
      'endpoints',
      [{ url: 'https://x', tls: { serverName: 'https://y' } }],
      'fillwright.endpoints[0].tls.serverName is "https://y"; it must be the host name',
    ],
    [
      'endpoints',
      [{ url: 'x', proxy: 'proxy:3128' }],
      'fillwright.endpoints[0].proxy is "proxy:3128"; it must',
    ],
    [
      'endpoints',
      [{ url: 'x', proxy: 'ftp://proxy' }],
      'fillwright.endpoints[0].proxy is "ftp://proxy"; it must',
    ],
    [
      'endpoints',
      [{ url: 'x', bypassProxy: 'yes' }],
      'fillwright.endpoints[0].bypassProxy is "yes"; it must be true',
    ],
    ['endpoints', [{ url: 'x', headers: { 'a b': 'c' } }], 'fillwright.endpoints[0].headers has "a b"'],
    ['endpoints', [{ url: 'x', headers: { a: 1 } }], 'fillwright.endpoints[0].headers.a must be a text'],
    [
      'endpoints',
      [
        { url: 'x', name: 'one' },
        { url: 'y', name: 'one' },
      ],
      'fillwright.endpoints[1].name is "one", which another endpoint has as well',
    ],
  ];
  for (const [key, value, message] of wrong) {
    it(`says what is wrong with ${key} ${JSON.stringify(value)}, and keeps the last good value`, () => {
      const good = parseSettings({
        endpoints: [{ url: 'good' }],
        'completion.enabled': false,
        'completion.debounceMs': 77,
        'completion.maxTokens': 77,
        'completion.contextWindow': 7_777,
        'completion.languages': { python: false },
        'completion.multiline': 'never',
      }).settings;
      const { settings, problems } = parseSettings({ ...unchanged(good), [key]: value }, good);
      assert.deepEqual(settings, good);
      const [problem] = problems;
      assert.equal(problem?.setting, `fillwright.${key}`);
      assert.ok(problem.message.startsWith(message), problem.message);
      assert.match(problem.message, /stays? in force\.$/);
    });
  }

  /** What would have to be written to get these settings. */
  function unchanged({ completion }: Settings): RawSettings {
    const { contextWindow, ...others } = completion;
    const written = Object.entries({ ...others, contextWindow: contextWindow.tokens });
    return {
      endpoints: [{ url: 'good' }],
      ...Object.fromEntries(written.map(([key, value]) => [`completion.${key}`, value])),
    };
  }

  it('goes back to the default when a wrong value is taken out again', () => {
    const previous = parseSettings({ 'completion.debounceMs': 77 }).settings;
    assert.equal(parseSettings({}, previous).settings.completion.debounceMs, 250);
  });

  it('warns of an unchecked certificate as of nothing else that is in use', () => {
    const warnings = (tls: object): readonly (true | undefined)[] =>
      parseSettings({ endpoints: [{ url: 'https://a', tls }] }).problems.map(({ isWarning }) => isWarning);
    assert.deepEqual(warnings({ insecure: true }), [true]);
    assert.deepEqual(warnings({ ca: '/x' }), [undefined]);
  });

  const ineffective: readonly (readonly [object, RegExp])[] = [
    [{ tls: {} }, /^fillwright\.endpoints\[0\]\.tls has no effect, because the url begins with http:\/\/\.$/],
    [{ proxy: 'http://p', bypassProxy: true }, /\.proxy has no effect, because bypassProxy is true/],
    [{ url: 'https://a', tls: { ca: '/x' } }, /\.tls\.ca is not known; known are caFile, /],
    [{ url: 'https://a', tls: { insecure: true } }, /\.tls\.insecure is true: anyone on the way can read/],
    [
      { url: 'https://a', tls: { insecure: true, fingerprint: 'ab'.repeat(32) } },
      /\.tls\.insecure has no effect beside fingerprint/,
    ],
    [{ roles: { edit: {} } }, /\.roles\.edit is not a role; known are "completion", "chat", "embedding"/],
    [{ roles: { chat: { family: 'x' } } }, /\.roles\.chat\.family has no effect/],
    [{ roles: { embedding: { options: {} } } }, /\.roles\.embedding\.options has no effect/],
    [{ roles: { chat: { options: { num_ctx: 1 } } } }, /set fillwright\.chat\.contextWindow instead/],
    [{ model: 'x' }, /\.model is not a key of an endpoint/],
    [
      { roles: { completion: { options: { num_ctx: 1 } } } },
      /set fillwright\.completion\.contextWindow instead/,
    ],
    [
      { roles: { completion: { options: { mirostat: 1 } } } },
      /mirostat has no effect; known options are temperature/,
    ],
    [{ url: 'http://0.0.0.0' }, /\.url is "http:\/\/0\.0\.0\.0": 0\.0\.0\.0 is an address to listen on/],
  ];
  for (const [written, message] of ineffective) {
    it(`uses the endpoint but does not keep silent about ${JSON.stringify(written)}`, () => {
      const { settings, problems } = parseSettings({ endpoints: [{ url: 'gpu-box', ...written }] });
      assert.equal(settings.endpoints.length, 1);
      assert.notEqual(settings.endpoints[0], defaultEndpoint);
      assert.equal(problems.length, 1);
      assert.match(problems[0]!.message, message);
    });
  }

  it('puts the endpoint that is chosen by name first', () => {
    const endpoints = [{ url: 'a', name: 'one' }, { url: 'b', name: 'two' }, { url: 'c' }];
    const { settings, problems } = parseSettings({ endpoints, endpoint: 'two' });
    assert.deepEqual(
      settings.endpoints.map((each) => each.name),
      ['two', 'one', 'c:11434'],
    );
    assert.deepEqual(problems, []);
  });

  it('names the endpoints there are where the chosen one is not among them', () => {
    const raw = { endpoints: [{ url: 'a', name: 'one' }], endpoint: 'http://evil.example' };
    assert.deepEqual(messages(raw), [
      'fillwright.endpoint is "http://evil.example", which names no endpoint; known are "one". The first is used.',
    ]);
    assert.equal(parseSettings(raw).settings.endpoints[0]?.url, 'http://a:11434');
  });

  it('numbers endpoints of one host that have no names', () => {
    const { settings } = parseSettings({ endpoints: [{ url: 'a' }, { url: 'a/b' }, { url: 'a/c' }] });
    assert.deepEqual(
      settings.endpoints.map((each) => each.name),
      ['a:11434', 'a:11434 (2)', 'a:11434 (3)'],
    );
  });

  it("prefers the user's own login to that in the URL", () => {
    const { headers } = endpoint({
      url: 'http://me:pass@x',
      headers: { authorization: 'Bearer ${secret:key}' },
    });
    assert.deepEqual(headers, { authorization: 'Bearer ${secret:key}' });
  });

  it('never repeats a secret in a problem', () => {
    const told = messages({
      endpoints: [
        { url: 'ftp://me:hunter2@x' },
        { url: 'http://me:hunter2@x y' },
        { url: 'x', headers: { Authorization: 'Bearer hunter2\n' } },
        { url: 'x', headers: { Authorization: 'Bearer hunter2…' } },
        { url: 'x', headers: 'hunter2' },
        { url: 'http://me:hunter2@0.0.0.0?k=hunter2' },
        { url: 'x', proxy: 'ftp://me:hunter2@proxy' },
        { url: 'https://x', tls: { passphrase: ['hunter2'] } },
      ],
    });
    told.push(
      ...messages({ endpoints: 'http://me:hunter2@x' }),
      ...messages({ endpoints: ['me:hunter2@x'] }),
    );
    told.push(...messages({ endpoints: { url: 'x', headers: { A: 'hunter2' } } }));
    assert.ok(told.length >= 8);
    assert.doesNotMatch(told.join('\n'), /hunter2/);
  });
});
