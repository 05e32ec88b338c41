import { grouped } from '../common/grouped';
import { kvBytesPerToken } from '../model/memory';
import { architectureNumber } from '../model/modelFacts';
import { recogniseFamily } from '../model/recognise';
import type { ModelDetails } from '../transport/modelControl';
import { loadedWords, type HostModel } from './modelList';

const GIB = 2 ** 30;
/** The rest of a licence says the same in more words. */
const LICENCE_LINES = 3;

/** All that a host tells of a model, as Markdown. `now` in ms since 1970. */
export function modelReport(
  endpoint: string,
  { listing, loaded }: HostModel,
  details: ModelDetails,
  now: number,
): string {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Host', endpoint],
    ['Size', gigabytes(listing.sizeBytes)],
    ['Parameters', details.parameterSize ?? listing.parameterSize],
    ['Quantisation', details.quantization ?? listing.quantization],
    ['Context', tokens(architectureNumber(details, 'context_length'))],
    ['Cache per 1,000 tokens', cacheWords(kvBytesPerToken(details))],
    ['Capabilities', details.capabilities.join(', ') || undefined],
    ['Code completion', completionWords(details, listing.tag)],
    ['In memory', loaded === undefined ? 'no' : loadedWords(loaded, now)],
    [
      'Changed',
      details.modifiedAt === undefined ? undefined : new Date(details.modifiedAt).toISOString().slice(0, 10),
    ],
    ['Digest', listing.digest === '' ? undefined : `\`${listing.digest.slice(0, 12)}\``],
  ];
  const rows = facts
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `| ${name} | ${cell(value ?? '')} |`);
  return [
    `# ${listing.tag}`,
    '',
    '|   |   |',
    '| - | - |',
    ...rows,
    ...section('Template', details.template),
    ...section('Options of its own', details.parameters),
    ...section('System message', details.system),
    ...section('Licence', details.licence?.trim().split('\n').slice(0, LICENCE_LINES).join('\n')),
    '',
  ].join('\n');
}

function completionWords(details: ModelDetails, tag: string): string {
  const recognised = recogniseFamily(details, tag);
  return recognised.kind === 'fim' ? `yes, as ${recognised.family.label}` : `no: ${recognised.explanation}`;
}

function section(title: string, text: string | undefined): readonly string[] {
  if (text === undefined || text.trim() === '') return [];
  // Longer than any fence in the text itself.
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return ['', `## ${title}`, '', `${fence}text`, text.trimEnd(), fence];
}

function gigabytes(bytes: number): string | undefined {
  return bytes === 0 ? undefined : `${(bytes / 1e9).toPrecision(3)} GB`;
}

function tokens(count: number | undefined): string | undefined {
  return count === undefined ? undefined : `${grouped(count)} tokens`;
}

function cacheWords(bytes: number | undefined): string | undefined {
  return bytes === undefined ? undefined : `${((bytes * 1_000) / GIB).toPrecision(2)} GiB`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s+/g, ' ');
}
