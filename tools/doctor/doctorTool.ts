import { readFileSync } from 'node:fs';
import { systemClock } from '../../src/common/clock';
import { redactedResult, type CheckResult } from '../../src/hosts/diagnosis/check';
import { diagnose } from '../../src/hosts/diagnosis/diagnose';
import type { DiagnosisPorts } from '../../src/hosts/diagnosis/ports';
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
import { parseDoctorArguments, type DoctorArguments } from './arguments';

/** Prints the report, line by line or as one line of JSON. @returns whether all is well. Throws a DoctorUsageError. */
export async function runDoctor(argv: readonly string[], print: (line: string) => void): Promise<boolean> {
  const args = parseDoctorArguments(argv);
  const endpoint = endpointOf(args);
  const environment = rememberGiven(environmentOnly);
  const written = createBlanker([...writtenSecrets(endpoint), ...loginOfUrl(args.url)]);
  const redact = (text: string): string => environment.redact(written.clean(text));
  const transports = createEndpointTransports(version(), environment);
  const results: CheckResult[] = [];
  try {
    await diagnose(
      { written: args.url, endpoint },
      portsOf(transports, environment),
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

function portsOf(transports: EndpointTransports, secrets: SecretSource): DiagnosisPorts {
  return {
    network: createNetworkProbes(secrets),
    // Outside an editor there is none but the endpoint's own.
    editorProxy: () => undefined,
    engineFor: (endpoint) =>
      endpointEngine(endpoint, { http: transports.for(endpoint), clock: systemClock }, secrets),
    infillPrompt: plainInfill,
    contextWindow: defaultSettings.completion.contextWindow,
    store: memoryStore(),
    clock: systemClock,
    random: Math.random,
    caller: `this machine (${machineName()})`,
  };
}

function endpointOf({ url, headers, model, engine, caFile, proxy }: DoctorArguments): EndpointSettings {
  const roles = model === undefined ? {} : { completion: { model, options: {} } };
  return {
    ...defaultEndpoint,
    name: 'doctor',
    url,
    engine,
    headers,
    roles,
    ...(caFile === undefined ? {} : { tls: { caFile } }),
    ...(proxy === undefined ? {} : { proxy }),
  };
}

/** Outside an editor there is no store of secrets. */
const environmentOnly: SecretSource = {
  secret: () => Promise.resolve(undefined),
  environment: (name: string) => process.env[name],
};

function version(): string {
  return (JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')) as { version: string }).version;
}
