import assert from 'node:assert/strict';
import http from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { freePort } from '../../../../tools/freePort';
import { runDoctor } from '../../../../tools/doctor/doctorTool';
import { openBlackHole } from '../../../support/blackHole';
import { FakeFaultyHost, giveJson, refuse, type FaultScript } from '../../../support/fakeFaultyHost';
import { skipBecause } from '../../../support/skip';

interface Check {
  readonly name: string;
  readonly ok: boolean | null;
  readonly saw: string;
  readonly mend: string;
}

describe('npm run doctor', function () {
  this.timeout(20_000); // A look at the network may take five seconds, and the machine may be busy.
  let host: FakeFaultyHost;

  beforeEach(async () => {
    host = await FakeFaultyHost.start();
  });
  afterEach(() => host.stop());

  const page: FaultScript = (response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.end('<!doctype html><title>Welcome to nginx!</title>');
  };
  const redirect: FaultScript = (response) => {
    response.writeHead(301, { Location: 'https://models.example.org/ollama/?token=s3cret' });
    response.end();
  };
  const answers: readonly {
    what: string;
    version: FaultScript;
    first: string;
    saw: RegExp;
    mend: RegExp;
  }[] = [
    { what: 'a web page', version: page, first: 'engine', saw: /a web page/, mend: /ends in the prefix/ },
    {
      what: 'a bare 404',
      version: refuse(404, 'not found', 'text/plain'),
      first: 'engine',
      saw: /404/,
      mend: /path/,
    },
    {
      what: 'other JSON',
      version: giveJson({ hello: 'world' }),
      first: 'engine',
      saw: /not the JSON/,
      mend: /path/,
    },
    {
      what: 'a redirect',
      version: redirect,
      first: 'http',
      saw: /redirected to https/,
      mend: /address it redirects/,
    },
    {
      what: 'a bad gateway',
      version: refuse(502, '<html>', 'text/html'),
      first: 'http',
      saw: /502/,
      mend: /proxy_pass/,
    },
    {
      what: 'nothing',
      version: (response) => void response.destroy(),
      first: 'http',
      saw: /closed before/,
      mend: /port/,
    },
    {
      what: 'a demand for a login',
      version: refuse(401, 'no', 'text/plain'),
      first: 'login',
      saw: /401/,
      mend: /Bearer/,
    },
    {
      what: 'a demand for a user and a password',
      version: (response) => {
        response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="models"', 'Content-Type': 'text/html' });
        response.end('<html><title>401 Authorization Required</title></html>');
      },
      first: 'login',
      saw: /401/,
      mend: /"Authorization": "Basic \$\{secret:NAME\}".*user:password in base64/,
    },
    {
      what: 'a refusal of names it does not know',
      version: refuse(403, ''),
      first: 'login',
      saw: /403/,
      mend: /OLLAMA_HOST=0\.0\.0\.0/,
    },
    {
      what: 'a fault',
      version: refuse(500, '{"error":"disk full"}'),
      first: 'engine',
      saw: /disk full/,
      mend: /journalctl/,
    },
  ];
  for (const { what, version, first, saw, mend } of answers) {
    it(`names ${first} as the first failure where the host answers with ${what}`, async () => {
      host.on('GET /api/version', version);
      const { ok, checks } = await doctor(host.url);
      const failing = firstFailing(checks);
      assert.equal(ok, false);
      assert.equal(failing.name, first, JSON.stringify(failing));
      assert.match(failing.saw, saw);
      assert.match(failing.mend, mend);
      assert.doesNotMatch(JSON.stringify(checks), /s3cret/);
    });
  }

  it('names the address where it is no URL', async () => {
    const failing = firstFailing((await doctor('ftp://me:pw@gpu-box')).checks);
    assert.equal(failing.name, 'address');
    assert.match(failing.saw, /only http/);
    assert.doesNotMatch(failing.saw, /pw@/);
  });

  it('names the name where nobody has it', async () => {
    const failing = firstFailing((await doctor('http://no-such-host.invalid:11434')).checks);
    assert.equal(failing.name, 'name');
    assert.match(failing.mend, /spelling|name server/);
  });

  it('names the port where nothing listens, and the command that mends it', async () => {
    const failing = firstFailing((await doctor(`http://127.0.0.1:${await freePort()}`)).checks);
    assert.equal(failing.name, 'tcp');
    assert.match(failing.saw, /ECONNREFUSED/);
    assert.match(failing.mend, /ollama serve/);
  });

  it('names the port where packets vanish, and the firewall', async function () {
    if (process.platform !== 'linux') skipBecause(this, 'A full backlog drops connections on Linux alone.');
    const hole = await openBlackHole();
    try {
      const failing = firstFailing((await doctor(hole.url)).checks);
      assert.equal(failing.name, 'tcp');
      assert.match(failing.mend, /firewall.*ssh -N -L/);
    } finally {
      hole.close();
    }
  });

  it('names HTTP where something accepts connections and says nothing', async () => {
    const { server, url } = await listening();
    const failing = firstFailing((await doctor(url)).checks);
    server.close();
    assert.equal(failing.name, 'http');
    assert.match(failing.mend, /says nothing/);
  });

  it('names TLS where the URL says https and the port speaks HTTP', async () => {
    const failing = firstFailing((await doctor(host.url.replace('http:', 'https:'))).checks);
    assert.equal(failing.name, 'tls');
    assert.match(failing.mend, /Write http:/);
  });

  it('sends its headers, and tells their names alone', async () => {
    host.on('GET /api/version', (response, request) => {
      const isKnown = request.headers.authorization === 'Bearer open-sesame';
      return (isKnown ? giveJson({ version: '0.33.0' }) : refuse(401, 'no'))(response, request);
    });
    host.on('GET /api/tags', giveJson({ models: [] }));
    const { checks } = await doctor(host.url, '--header', 'Authorization: Bearer open-sesame');
    assert.equal(checks.find(({ name }) => name === 'login')?.saw, 'let in with Authorization');
    assert.equal(firstFailing(checks).name, 'model');
    assert.doesNotMatch(JSON.stringify(checks), /sesame/);
  });

  it('repeats no login that the host says back, however that was given', async () => {
    const password = 'correct|horse';
    const basic = btoa(`ada:${password}`);
    host.on('GET /api/version', giveJson({ version: `0.33.0 for ${password}` }));
    host.on('GET /api/tags', refuse(500, JSON.stringify({ error: `no models for ${password}, ${basic}` })));
    process.env['DOCTOR_TEST_LOGIN'] = basic;
    const ways = [
      [host.url, '--header', `Authorization: Basic ${basic}`],
      [host.url, '--header', 'Authorization: Basic ${env:DOCTOR_TEST_LOGIN}'],
      [host.url.replace('//', `//ada:${encodeURIComponent(password)}@`)],
    ];
    for (const args of ways) {
      const { checks } = await doctor(...args);
      const lines: string[] = [];
      await runDoctor(args, (line) => lines.push(line));
      assert.equal(checks.find(({ name }) => name === 'engine')?.saw, 'Ollama 0.33.0 for ***');
      for (const printed of [JSON.stringify(checks), lines.join('\n')]) {
        assert.match(printed, /no models for \*\*\*, \*\*\*/);
        assert.ok(!printed.includes('horse') && !printed.includes(basic), printed);
      }
    }
    delete process.env['DOCTOR_TEST_LOGIN'];
  });

  it('names the login where a key can not be sent, without repeating it', async () => {
    const { checks } = await doctor(host.url, '--header', 'Authorization: Bearer open\nsesame');
    const failing = firstFailing(checks);
    assert.equal(failing.name, 'login');
    assert.match(failing.saw, /header Authorization holds characters/);
    assert.doesNotMatch(JSON.stringify(checks), /sesame/);
    assert.equal(host.requests.length, 0);
  });

  it('names the model where the host has none, or not the one that was named', async () => {
    host.on('GET /api/version', giveJson({ version: '0.33.0' }));
    host.on('GET /api/ps', giveJson({ models: [] }));
    host.on('GET /api/tags', giveJson({ models: [] }));
    const none = firstFailing((await doctor(host.url)).checks);
    assert.deepEqual([none.name, none.mend], ['model', 'On the host: ollama pull deepseek-coder:6.7b-base']);
    host.on('GET /api/tags', giveJson({ models: [{ name: 'deepseek-coder:6.7b' }] }));
    host.on('POST /api/show', (response, request) => {
      const isThere = request.body.includes('"deepseek-coder:6.7b"');
      return (isThere ? giveJson({ model_info: {} }) : refuse(404, `{"error":"model 'x' not found"}`))(
        response,
        request,
      );
    });
    const other = firstFailing((await doctor(host.url, '--model', 'starcoder2:3b')).checks);
    assert.equal(other.name, 'model');
    assert.match(other.mend, /^On the host: ollama pull starcoder2:3b/);
    const instruct = firstFailing((await doctor(host.url)).checks);
    assert.equal(instruct.name, 'fim');
    assert.match(instruct.saw, /instruct/);
    assert.equal(instruct.mend, 'On the host: ollama pull deepseek-coder:6.7b-base');
  });

  it('prints a line for each check where JSON is not asked for', async () => {
    const lines: string[] = [];
    await runDoctor([`http://127.0.0.1:${await freePort()}`], (line) => lines.push(line));
    assert.equal(lines.length, 14);
    assert.match(lines[2]!, /^✗ tcp .*\n {2}→ Start the host/);
  });

  describe('where the environment names a proxy', () => {
    let proxy: http.Server;
    let proxyUrl: string;
    let asked: string[];

    beforeEach(async () => {
      asked = [];
      proxy = http.createServer((request, response) => {
        asked.push(`${request.headers['proxy-authorization'] ?? ''} ${request.method} ${request.url}`.trim());
        response.setHeader('Content-Type', 'application/json');
        response.end(
          JSON.stringify(request.url?.endsWith('/version') ? { version: '0.33.0' } : { models: [] }),
        );
      });
      proxy.on('connect', (request, socket) => {
        asked.push(`CONNECT ${request.url}`);
        socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      });
      await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
      proxyUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    });
    afterEach(() => {
      proxy.closeAllConnections();
      proxy.close();
    });

    it('goes through it over plain http, with its login, which it does not repeat', async () => {
      const withLogin = proxyUrl.replace('//', '//ada:correct-horse@');
      const { checks } = await doctorIn({ http_proxy: withLogin }, 'http://models.example.org:11434');
      assert.equal(checks.find(({ name }) => name === 'engine')?.saw, 'Ollama 0.33.0');
      assert.equal(firstFailing(checks).name, 'model');
      const login = Buffer.from('ada:correct-horse').toString('base64');
      assert.ok(
        asked.includes(`Basic ${login} GET http://models.example.org:11434/api/version`),
        asked.join('\n'),
      );
      assert.doesNotMatch(JSON.stringify(checks), new RegExp(`horse|${login}`));
    });

    it('has it tunnel to https, and names it where it does not', async () => {
      const failing = firstFailing(
        (
          await doctorIn(
            { HTTPS_PROXY: proxyUrl, http_proxy: 'http://127.0.0.1:9' },
            'https://models.example.org',
          )
        ).checks,
      );
      assert.equal(failing.name, 'proxy');
      assert.match(failing.saw, /403 to CONNECT models\.example\.org:443/);
      assert.deepEqual(asked, ['CONNECT models.example.org:443']);
    });

    it('goes past it to what no_proxy excludes, and to hosts nearby', async () => {
      host.on('GET /api/version', giveJson({ version: '0.33.0' }));
      host.on('GET /api/tags', giveJson({ models: [] }));
      const { checks } = await doctorIn({ http_proxy: proxyUrl }, host.url);
      assert.equal(firstFailing(checks).name, 'model');
      const environment = { http_proxy: proxyUrl, NO_PROXY: 'example.org, .invalid' };
      assert.equal(
        firstFailing((await doctorIn(environment, 'http://no-such-host.invalid')).checks).name,
        'name',
      );
      assert.deepEqual(asked, []);
    });

    it('says which variable is no proxy', async () => {
      const environment = { all_proxy: 'ftp://ada:correct-horse@proxy' };
      const failing = firstFailing((await doctorIn(environment, 'http://models.example.org')).checks);
      assert.equal(failing.saw, 'the variable all_proxy is ftp://***@proxy, which is no proxy');
      assert.match(failing.mend, /^Correct all_proxy/);
    });

    it('prefers the one that is given', async () => {
      const environment = { http_proxy: 'http://127.0.0.1:9' };
      const { checks } = await doctorIn(environment, 'http://models.example.org', '--proxy', proxyUrl);
      assert.equal(firstFailing(checks).name, 'model');
      assert.ok(asked.length > 0);
    });
  });

  it('names the option whose value is of no use', async () => {
    const wrong: readonly (readonly [readonly string[], RegExp])[] = [
      [['--fingerprint', 'ab:cd'], /^--fingerprint is "ab:cd"; it must be .*64 hexadecimal digits/],
      [['--server-name', 'no name'], /^--server-name is "no name"/],
      [['--key', 'a.pem'], /^--key needs .*--cert FILE/],
      [['--passphrase', 'open sesame'], /^--passphrase needs .*--cert FILE/],
      [['--proxy', 'ftp://me:pw@proxy'], /^--proxy is "ftp:\/\/\*\*\*@proxy"/],
    ];
    for (const [args, message] of wrong) {
      await assert.rejects(
        runDoctor([host.url, ...args], () => undefined),
        ({ name, message: said }: Error) =>
          name === 'DoctorUsageError' && message.test(said) && /Usage: npm run/.test(said),
      );
    }
  });

  it('names the file of a certificate that is not there', async () => {
    const args = ['--cert', '/no/such.pem', '--key', '/no/such.key'];
    const listens = await listening();
    const named = firstFailing((await doctor(listens.url.replace('http:', 'https:'), ...args)).checks);
    listens.server.close();
    assert.equal(named.name, 'tls');
    assert.match(named.saw, /tls\.certFile names \/no\/such\.pem, which can't be read/);
  });

  it('looks for a file from where it was called', async () => {
    const { server, url } = await listening();
    const secure = url.replace('http:', 'https:');
    const { checks } = await doctorIn({ no_proxy: '*', INIT_CWD: '/no/such' }, secure, '--ca', 'ca.pem');
    server.close();
    assert.match(firstFailing(checks).saw, /tls\.caFile names \/no\/such\/ca\.pem/);
  });

  it('tells all its options', async () => {
    let help = '';
    await runDoctor(['--help'], (line) => (help += line));
    for (const option of [
      'cert',
      'key',
      'passphrase',
      'server-name',
      'fingerprint',
      'ca',
      'proxy',
      'model',
      'engine',
      'json',
    ])
      assert.match(help, new RegExp(`\\n {2}--${option} `));
    assert.match(help, /http_proxy, https_proxy, all_proxy and no_proxy/);
  });

  it('refuses arguments that it can not follow', async () => {
    for (const args of [
      [],
      ['a', 'b'],
      ['a', '--header', 'no colon'],
      ['a', '--engine', 'x'],
      ['a', '--what'],
    ]) {
      await assert.rejects(
        runDoctor(args, () => undefined),
        /Usage: npm run --silent doctor/,
      );
    }
  });
});

interface Report {
  readonly ok: boolean;
  readonly checks: readonly Check[];
}

/** Whatever proxy this machine has: that is left out. */
function doctor(...args: readonly string[]): Promise<Report> {
  return doctorIn({ ...process.env, no_proxy: '*' }, ...args);
}

async function doctorIn(
  environment: Readonly<Record<string, string | undefined>>,
  ...args: readonly string[]
): Promise<Report> {
  let printed = '';
  const print = (line: string): void => {
    printed += line;
  };
  const isWell = await runDoctor([...args, '--json'], print, environment);
  const report = JSON.parse(printed) as Report;
  assert.equal(report.ok, isWell);
  return report;
}

/** Behind it, nothing else may have failed for the same reason. */
function firstFailing(checks: readonly Check[]): Check {
  const failing = checks.filter(({ ok }) => ok === false);
  assert.equal(failing.length, 1, JSON.stringify(checks, undefined, 1));
  return failing[0]!;
}

async function listening(): Promise<{ server: Server; url: string }> {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
  return { server, url: `http://127.0.0.1:${port}` };
}
