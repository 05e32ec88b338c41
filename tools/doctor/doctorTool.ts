import { readFileSync } from 'node:fs';
import { systemClock } from '../../src/common/clock';
import { redactedResult, type CheckResult } from '../../src/hosts/diagnosis/check';
import { diagnose } from '../../src/hosts/diagnosis/diagnose';
import { proxyTo } from '../../src/hosts/diagnosis/door';
import type { DiagnosisPorts, EditorProxy } from '../../src/hosts/diagnosis/ports';
import { diagnosisJson, diagnosisLine, isWell } from '../../src/hosts/diagnosis/report';
import { endpointEngine } from '../../src/hosts/endpointEngine';
import { memoryStore } from '../../src/hosts/keyValueStore';
import { createEndpointTransports, type EndpointTransports } from '../../src/node/endpointTransports';
import { machineName } from '../../src/node/machineName';
import { createNetworkProbes } from '../../src/node/networkProbes';
import { plainInfill } from '../../src/prompt/plainInfill';
import { rememberGiven } from '../../src/settings/givenSecrets';
import { writtenSecrets, type SecretSource } from '../../src/settings/headerSecrets';
import { createBlanker, loginOfUrl } from '../../src/settings/secretForms';
import { defaultEndpoint, defaultSettings, type EndpointSettings } from '../../src/settings/settings';
import { fromRoot } from '../root';
import { DOCTOR_HELP, parseDoctorArguments, type DoctorArguments } from './arguments';
import { environmentProxies, environmentProxy, type Environment } from './environmentProxy';

/** Prints the report, line by line or as one line of JSON. @returns whether all is well. Throws a DoctorUsageError. */
export async function runDoctor(
  argv: readonly string[],
  print: (line: string) => void,
  environment: Environment = process.env,
): Promise<boolean> {
  if (argv.includes('--help')) {
    print(DOCTOR_HELP);
    return true;
  }
  // npm starts tools in the project's folder; files are named from where it was called.
  const args = parseDoctorArguments(argv, environment['INIT_CWD']);
  const endpoint = endpointOf(args);
  const secrets = rememberGiven(environmentOnly(environment));
  const written = createBlanker([
    ...writtenSecrets(endpoint),
    ...loginOfUrl(args.url),
    ...environmentProxies(environment).flatMap(loginOfUrl),
  ]);
  const redact = (text: string): string => secrets.redact(written.clean(text));
  const transports = createEndpointTransports(version(), secrets);
  const results: CheckResult[] = [];
  try {
    await diagnose(
      { written: args.url, endpoint },
      portsOf({ transports, secrets, proxyFor: (url) => environmentProxy(url, environment) }),
      {
        started: () => undefined,
        ended: (found) => {
          const result = redactedResult(found, redact);
          results.push(result);
          if (!args.json) print(diagnosisLine(result));
        },
      },
      new AbortController().signal,
    );
    if (args.json) print(JSON.stringify(diagnosisJson(results)));
    return isWell(results);
  } finally {
    transports.dispose();
  }
}

interface Parts {
  readonly transports: EndpointTransports;
  readonly secrets: SecretSource;
  readonly proxyFor: EditorProxy;
}

function portsOf({ transports, secrets, proxyFor }: Parts): DiagnosisPorts {
  return {
    network: createNetworkProbes(secrets),
    // Outside an editor there is the environment.
    editorProxy: proxyFor,
    engineFor: (endpoint) => {
      const proxy = proxyTo(endpoint, proxyFor);
      // No editor leads requests through it.
      const routed = proxy === undefined ? endpoint : { ...endpoint, proxy };
      return endpointEngine(endpoint, { http: transports.for(routed), clock: systemClock }, secrets);
    },
    infillPrompt: plainInfill,
    contextWindow: defaultSettings.completion.contextWindow,
    store: memoryStore(),
    clock: systemClock,
    random: Math.random,
    caller: `this machine (${machineName()})`,
  };
}

function endpointOf({ url, headers, model, engine, connection }: DoctorArguments): EndpointSettings {
  const roles = model === undefined ? {} : { completion: { model, options: {} } };
  return { ...defaultEndpoint, name: 'doctor', url, engine, headers, roles, ...connection };
}

/** Outside an editor there is no store of secrets. */
function environmentOnly(environment: Environment): SecretSource {
  return {
    secret: () => Promise.resolve(undefined),
    environment: (name: string) => environment[name],
  };
}

function version(): string {
  return (JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')) as { version: string }).version;
}
