import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { systemClock } from '../src/common/clock';
import { silentLog } from '../src/common/log';
import { createCompletionEngine, type CompletionEngine } from '../src/completion/engine';
import type { OpenDocument, PromptPlanner } from '../src/context/promptPlanner';
import { createCompletionHosts } from '../src/hosts/completionHosts';
import type { EndpointView } from '../src/hosts/endpointView';
import { memoryStore } from '../src/hosts/keyValueStore';
import type { CompletionHosts } from '../src/hosts/modelSession';
import { rightsOfWay } from '../src/hosts/rightOfWay';
import { createNodeFetchTransport } from '../src/node/nodeFetchTransport';
import { createWorkerPlanner, type WorkspacePlanner } from '../src/node/workerPlanner';
import {
  defaultEndpoint,
  defaultSettings,
  defaultTimeouts,
  type CompletionSettings,
} from '../src/settings/settings';
import { createOllamaEngine } from '../src/transport/ollamaEngine';
import { fromRoot } from '../tools/root';

export interface RealStackOptions {
  readonly url: string;
  /** Hosts that stand in for it. */
  readonly standIns?: readonly string[];
  readonly tabs: readonly OpenDocument[];
  /** The repository that context comes from; the tabs alone when absent. */
  readonly root?: string;
  readonly settings?: Partial<CompletionSettings>;
  readonly hostsAs?: (hosts: CompletionHosts) => CompletionHosts;
  readonly plannerAs?: (planner: WorkspacePlanner) => PromptPlanner;
}

export interface RealStack {
  readonly engine: CompletionEngine;
  readonly hosts: CompletionHosts;
  /** The endpoints and how they are. */
  readonly endpoints: () => readonly EndpointView[];
  readonly stop: () => void;
}

/** The extension without the editor: engine, context worker, host session and transport as they are composed there. */
export async function realStack(options: RealStackOptions): Promise<RealStack> {
  const transport = createNodeFetchTransport('bench');
  const urls = [options.url, ...(options.standIns ?? [])];
  const endpoints = urls.map((url) => ({ ...defaultEndpoint, name: url, url }));
  const live = createCompletionHosts(
    { ...defaultSettings, endpoints },
    {
      engineFor: ({ url }) =>
        createOllamaEngine(
          { url, timeouts: defaultTimeouts, headers: () => Promise.resolve({}) },
          { http: transport, clock: systemClock },
        ),
      store: memoryStore(),
      clock: systemClock,
      log: silentLog,
      random: Math.random,
      rights: rightsOfWay(systemClock),
      hasWoken: () => false,
    },
  );
  const worker = createWorkerPlanner({ workerFile: await bundledWorker(), log: silentLog });
  if (options.root !== undefined) {
    const folder = { name: path.basename(path.resolve(options.root)), root: path.resolve(options.root) };
    worker.workspaceChanged({ folders: [folder], excludeGlobs: [], extensionRoot: fromRoot() });
  }
  worker.documentsOpened(options.tabs);
  const hosts = options.hostsAs?.(live) ?? live;
  const engine = createCompletionEngine({
    hosts,
    planner: options.plannerAs?.(worker) ?? worker,
    clock: systemClock,
    log: silentLog,
    settings: () => ({ ...defaultSettings.completion, ...options.settings }),
    isSnoozed: () => false,
  });
  live.open();
  return {
    engine,
    hosts,
    endpoints: () => live.endpoints,
    stop: () => {
      engine.dispose();
      live.dispose();
      worker.dispose();
      transport.dispose();
    },
  };
}

async function bundledWorker(): Promise<string> {
  const outfile = fromRoot('out', 'bench', 'contextWorker.cjs');
  mkdirSync(fromRoot('out', 'bench'), { recursive: true });
  await build({
    absWorkingDir: fromRoot(),
    entryPoints: ['src/node/contextWorker.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    // As in the extension's own build: without it no grammar loads.
    alias: { 'web-tree-sitter': fromRoot('node_modules', 'web-tree-sitter', 'web-tree-sitter.cjs') },
    logLevel: 'error',
  });
  return outfile;
}
