import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { median } from './figures';

const usage =
  'npm run bench -- plot --json FILE (written by `bench -- typing --json FILE`) --svg FILE [--quality Q]';

interface PlottedRequest {
  readonly arrivedAt: number;
  readonly reevaluated: number;
  readonly promptTokens: number;
  readonly readAhead: boolean;
}

interface PlottedRun {
  readonly strategy: string;
  readonly quality: number;
  readonly title: string;
  readonly requests: readonly {
    readonly keys: readonly { readonly atMs: number }[];
    readonly requests: readonly PlottedRequest[];
  }[];
}

/** A request by the number of the key it came after, over all traces in a row. */
interface Dot {
  readonly key: number;
  readonly tokens: number;
}

/** Draws the prompt tokens that the host had to read again, key by key, for both strategies. */
export function plotTyping(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'string' },
      svg: { type: 'string' },
      quality: { type: 'string', default: '0.6' },
    },
  });
  if (values.json === undefined || values.svg === undefined) throw new Error(`Usage: ${usage}`);
  const { results } = JSON.parse(readFileSync(values.json, 'utf8')) as { results: readonly PlottedRun[] };
  const run = (title: string): PlottedRun => {
    const found = results.find((each) => each.title === `${title} q${values.quality}`);
    if (found === undefined)
      throw new Error(`${values.json ?? ''} has no run of ${title} at quality ${values.quality}.`);
    return found;
  };
  writeFileSync(values.svg, drawing(run('fillwright'), run('plain')));
  return Promise.resolve();
}

const size = { width: 860, height: 360, left: 64, right: 16, top: 56, bottom: 44 };
const colours = { fillwright: '#0f766e', plain: '#d97706', text: '#57606a', grid: '#d0d7de' };
const GRID_TOKENS = [0, 250, 500, 750, 1_000, 1_250];

function drawing(ours: PlottedRun, plain: PlottedRun): string {
  const keys = ours.requests.reduce((count, trace) => count + trace.keys.length, 0);
  const most = GRID_TOKENS.at(-1) ?? 1;
  const x = (key: number): number => size.left + (key / keys) * (size.width - size.left - size.right);
  const y = (tokens: number): number =>
    size.height - size.bottom - (Math.min(tokens, most) / most) * (size.height - size.top - size.bottom);
  const dots = (run: PlottedRun, colour: string): string =>
    dotsOf(run)
      .map(
        ({ key, tokens }) =>
          `<circle cx="${x(key).toFixed(1)}" cy="${y(tokens).toFixed(1)}" r="3" fill="${colour}" fill-opacity="0.75"/>`,
      )
      .join('');
  const grid = GRID_TOKENS.map(
    (tokens) =>
      `<line x1="${size.left}" x2="${size.width - size.right}" y1="${y(tokens)}" y2="${y(tokens)}" stroke="${colours.grid}"/>` +
      `<text x="${size.left - 8}" y="${y(tokens) + 4}" text-anchor="end">${tokens}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" font-family="system-ui, sans-serif" font-size="12" fill="${colours.text}">`,
    `<rect width="${size.width}" height="${size.height}" fill="#ffffff"/>`,
    `<text x="${size.left}" y="20" font-size="14" font-weight="600">Prompt tokens the host reads again for each completion request</text>`,
    legend(ours, 'Fillwright', colours.fillwright, size.left),
    legend(plain, 'plain strategy', colours.plain, size.left + 390),
    ...grid,
    dots(plain, colours.plain),
    dots(ours, colours.fillwright),
    `<text x="${(size.left + size.width) / 2}" y="${size.height - 12}" text-anchor="middle">keys typed (${keys})</text>`,
    '</svg>',
    '',
  ].join('\n');
}

function legend(run: PlottedRun, name: string, colour: string, at: number): string {
  const requests = completionsOf(run);
  const read = median(requests.map((request) => request.reevaluated));
  const whole = median(requests.map((request) => request.promptTokens));
  const words = `${name}: ${requests.length} requests, median ${read} read again of ${whole} tokens`;
  return `<circle cx="${at + 4}" cy="38" r="4" fill="${colour}"/><text x="${at + 14}" y="42">${words}</text>`;
}

function dotsOf(run: PlottedRun): Dot[] {
  let before = 0;
  return run.requests.flatMap(({ keys, requests }) => {
    const dots = requests
      .filter((request) => !request.readAhead)
      .map(({ arrivedAt, reevaluated }) => ({
        key: before + keys.filter((key) => key.atMs <= arrivedAt).length,
        tokens: reevaluated,
      }));
    before += keys.length;
    return dots;
  });
}

function completionsOf(run: PlottedRun): PlottedRequest[] {
  return run.requests.flatMap((trace) => trace.requests).filter((request) => !request.readAhead);
}
