import { readFileSync } from 'node:fs';
import { systemClock } from '../../src/common/clock';
import type { PromptModel } from '../../src/context/promptPlanner';
import { endpointEngine } from '../../src/hosts/endpointEngine';
import { chooseModel } from '../../src/hosts/modelChoice';
import { deepseekCoder } from '../../src/model/deepseekFamilies';
import { modelWindow, recogniseFamily, writesBos } from '../../src/model/recognise';
import { createNodeFetchTransport } from '../../src/node/nodeFetchTransport';
import { createEstimatingCounter } from '../../src/prompt/estimateTokens';
import type { TokenCounter } from '../../src/prompt/tokenCounter';
import { createTokenCounter } from '../../src/prompt/tokenizer';
import { parseEndpointUrl, type EndpointUrl } from '../../src/settings/endpointUrl';
import { defaultEndpoint, defaultSettings, type EndpointSettings } from '../../src/settings/settings';
import { fromRoot } from '../root';
import { PromptToolError, type PromptArguments } from './arguments';

/** The model that the prompts are for, and how its tokens are counted. */
export interface ToolModel {
  readonly model: PromptModel;
  readonly counter: TokenCounter;
}

type Wish = Pick<PromptArguments, 'model' | 'window' | 'host'>;

/** From the host where one is named, else from the tag alone. Throws a PromptToolError or what the engine throws. */
export async function toolModel(wish: Wish): Promise<ToolModel> {
  return wish.host === undefined ? modelWithoutHost(wish) : modelOfHost(wish.host, wish);
}

const NO_HOST_TAG = 'deepseek-coder:6.7b-base';

function modelWithoutHost({ model: tag, window }: Wish): ToolModel {
  const recognised =
    tag === undefined
      ? { kind: 'fim' as const, family: deepseekCoder }
      : recogniseFamily({ template: '', capabilities: [], info: {} }, tag);
  if (recognised.kind === 'no-fim') throw noFim(recognised);
  const { family } = recognised;
  return {
    model: {
      endpoint: '',
      tag: tag ?? NO_HOST_TAG,
      digest: '',
      family,
      window: Math.min(wantedWindow(window), family.trainedWindow),
      writesBos: false,
    },
    counter: createEstimatingCounter(),
  };
}

async function modelOfHost(host: string, wish: Wish): Promise<ToolModel> {
  const parsedUrl = parseEndpointUrl(host);
  if ('problem' in parsedUrl) throw new PromptToolError(`--host ${host}: ${parsedUrl.problem}`);
  const http = createNodeFetchTransport(version());
  const engine = endpointEngine(toolEndpoint(parsedUrl), { http, clock: systemClock }, noSecrets);
  const { signal } = new AbortController();
  try {
    const choice = await chooseModel(wish.model === undefined ? {} : { model: wish.model }, engine, signal);
    if (choice.kind === 'no-fim') throw noFim(choice);
    const { listing, description, family } = choice.model;
    const counter = createTokenCounter(await engine.describeVocabulary(listing.tag, signal));
    return {
      model: {
        endpoint: host,
        tag: listing.tag,
        digest: listing.digest,
        family,
        window: Math.min(wantedWindow(wish.window), modelWindow(family, description)),
        writesBos: writesBos(family, description),
      },
      counter: counter ?? createEstimatingCounter(),
    };
  } finally {
    http.dispose();
  }
}

function noFim({ explanation, pull }: { readonly explanation: string; readonly pull: string }): Error {
  return new PromptToolError(`${explanation} Pull ${pull} instead.`);
}

function toolEndpoint({ url, host, authorization }: EndpointUrl): EndpointSettings {
  return {
    ...defaultEndpoint,
    name: host,
    url,
    headers: authorization === undefined ? {} : { Authorization: authorization },
  };
}

const noSecrets = {
  secret: () => Promise.resolve(undefined),
  environment: (name: string) => process.env[name],
};

function version(): string {
  return (JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')) as { version: string }).version;
}

function wantedWindow(window: number | undefined): number {
  return window ?? defaultSettings.completion.contextWindow.tokens;
}
