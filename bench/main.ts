// `npm run bench -- NAME …`: measures one part of Fillwright and prints a table, with --json FILE also as JSON.
import { benchActivation } from './activation';
import { benchChat } from './chat';
import { benchContext } from './context/main';
import { TIMING_TREE_BENCH, benchTimingTree } from './context/timingTree';
import { benchEngine } from './engine';
import { plotTyping } from './plot';
import { benchTransport } from './transport';
import { benchTyping } from './typing';

const benches: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  activation: benchActivation,
  chat: benchChat,
  context: benchContext,
  engine: benchEngine,
  plot: plotTyping,
  [TIMING_TREE_BENCH]: benchTimingTree,
  transport: benchTransport,
  typing: benchTyping,
};

const [name = '', ...args] = process.argv.slice(2);
const bench = benches[name];
if (bench === undefined) {
  console.error(`There is no bench '${name}'. Known: ${Object.keys(benches).join(', ')}.`);
  process.exitCode = 2;
} else {
  await bench(args).catch((thrown: unknown) => {
    console.error(thrown instanceof Error ? thrown.message : thrown);
    process.exitCode = 1;
  });
}
