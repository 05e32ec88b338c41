import { t } from '../common/l10n';
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
    [t('Host'), endpoint],
    [t('Size'), gigabytes(listing.sizeBytes)],
    [t('Parameters'), details.parameterSize ?? listing.parameterSize],
    [t('Quantisation'), details.quantization ?? listing.quantization],
    [t('Context'), tokens(architectureNumber(details, 'context_length'))],
    [t('Cache per 1,000 tokens'), cacheWords(kvBytesPerToken(details))],
    [t('Capabilities'), details.capabilities.join(', ') || undefined],
    [t('Code completion'), completionWords(details, listing.tag)],
    [t('In memory'), loaded === undefined ? t('no') : loadedWords(loaded, now)],
    [
      t('Changed'),
      details.modifiedAt === undefined ? undefined : new Date(details.modifiedAt).toISOString().slice(0, 10),
    ],
    [t('Digest'), listing.digest === '' ? undefined : `\`${listing.digest.slice(0, 12)}\``],
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
    ...section(t('Template'), details.template),
    ...section(t('Options of its own'), details.parameters),
    ...section(t('System message'), details.system),
    ...section(t('Licence'), details.licence?.trim().split('\n').slice(0, LICENCE_LINES).join('\n')),
    '',
  ].join('\n');
}

function completionWords(details: ModelDetails, tag: string): string {
  const recognised = recogniseFamily(details, tag);
  return recognised.kind === 'fim'
    ? t('yes, as {0}', recognised.family.label)
    : t('no: {0}', recognised.explanation);
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
  return count === undefined ? undefined : t('{0} tokens', grouped(count));
}

function cacheWords(bytes: number | undefined): string | undefined {
  return bytes === undefined ? undefined : `${((bytes * 1_000) / GIB).toPrecision(2)} GiB`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s+/g, ' ');
}
