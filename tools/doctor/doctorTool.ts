import { readFileSync } from 'node:fs';
import { systemClock } from '../../src/common/clock';
import { diagnose } from '../../src/hosts/diagnosis/diagnose';
import type { DiagnosisPorts } from '../../src/hosts/diagnosis/ports';
import { diagnosisJson, diagnosisLine, isWell } from '../../src/hosts/diagnosis/report';
import { endpointEngine } from '../../src/hosts/endpointEngine';
import { memoryStore } from '../../src/hosts/keyValueStore';
import { createEndpointTransports, type EndpointTransports } from '../../src/node/endpointTransports';
import { machineName } from '../../src/node/machineName';
import { createNetworkProbes } from '../../src/node/networkProbes';
import { plainInfill } from '../../src/prompt/plainInfill';
import { defaultEndpoint, defaultSettings, type EndpointSettings } from '../../src/settings/settings';
import { fromRoot } from '../root';
import { parseDoctorArguments, type DoctorArguments } from './arguments';

/** Prints the report, line by line or as one line of JSON. @returns whether all is well. Throws a DoctorUsageError. */
export async function runDoctor(argv: readonly string[], print: (line: string) => void): Promise<boolean> {
  const args = parseDoctorArguments(argv);
  const transports = createEndpointTransports(version(), noSecrets);
  try {
    const { results } = await diagnose(
      { written: args.url, endpoint: endpointOf(args) },
      portsOf(transports),
      {
        started: () => undefined,
        ended: (result) => {
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

function portsOf(transports: EndpointTransports): DiagnosisPorts {
  return {
    network: createNetworkProbes(noSecrets),
    // Outside an editor there is none but the endpoint's own.
    editorProxy: () => undefined,
    engineFor: (endpoint) =>
      endpointEngine(endpoint, { http: transports.for(endpoint), clock: systemClock }, noSecrets),
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

const noSecrets = {
  secret: () => Promise.resolve(undefined),
  environment: (name: string) => process.env[name],
};

function version(): string {
  return (JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')) as { version: string }).version;
}
