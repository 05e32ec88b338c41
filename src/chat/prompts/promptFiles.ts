import { t } from '../../common/l10n';
import type { AttachmentSource, SlashCommand } from '../protocol';
import { COMPACT, type Expansion, type PromptLibrary } from './promptLibrary';

/** By its name without `.md`; with a problem, a sentence that names it, where it can't be read or must not be. */
export type PromptFile =
  { readonly name: string; readonly text: string } | { readonly name: string; readonly problem: string };

/** The files of `.fillwright/prompts`. None in a workspace that is not trusted. */
export type ReadPrompts = () => Promise<readonly PromptFile[]>;

interface Prompt extends SlashCommand {
  readonly template: string;
  /** Besides what the template names. */
  readonly attach?: readonly AttachmentSource[];
}

/**
 * Fillwright's own commands, and those of the workspace, which win over own ones of the same name. In a template,
 * `{{input}}` stands for what follows the command; where it does not occur, that comes at the end. `{{selection}}`,
 * `{{problems}}`, `{{diff}}`, `{{terminal}}`, `{{open}}` and `{{repo}}` attach what they name.
 */
export function createPromptLibrary(read: ReadPrompts): PromptLibrary {
  const all = async (): Promise<{ prompts: readonly Prompt[]; refused: readonly RefusedFile[] }> => {
    const files = await read();
    const workspace = files
      .flatMap((file) => ('text' in file ? [parsePrompt(file)] : []))
      .filter((prompt) => prompt !== undefined);
    const taken = new Set(workspace.map(({ name }) => name));
    return {
      prompts: [...workspace, ...ownPrompts().filter(({ name }) => !taken.has(name))],
      refused: files.map(refusalOf).filter((refusal) => refusal !== undefined),
    };
  };
  return {
    problems: async () => (await all()).refused.map(({ problem }) => problem),
    list: async () =>
      [...(await all()).prompts, clearCommand(), compactCommand()]
        .map(({ name, description, argumentHint, source }) => ({
          name,
          description,
          source,
          ...(argumentHint === undefined ? {} : { argumentHint }),
        }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    expand: async (text) => {
      const [, name = '', input = ''] = /^\/([\p{L}\p{N}_.-]+)(?:\s+([^]*))?$/u.exec(text.trim()) ?? [];
      if (name === '') return plain(text);
      if (name === clearCommand().name) return { kind: 'clear' };
      const { prompts, refused } = await all();
      const refusal = refused.find((each) => each.name === name);
      if (refusal !== undefined) return { kind: 'refused', problem: refusal.problem };
      const prompt = prompts.find((each) => each.name === name);
      return prompt === undefined ? plain(text) : fillIn(prompt, input);
    },
  };
}

type RefusedFile = Extract<PromptFile, { problem: string }>;

function refusalOf(file: PromptFile): RefusedFile | undefined {
  if ('problem' in file) return file;
  const { name } = file;
  if (!PROMPT_NAME.test(name)) {
    const problem = t('{0}.md has a name that is no command: letters, digits, - and _ make one.', name);
    return { name, problem };
  }
  if (parsePrompt(file) !== undefined) return undefined;
  return { name, problem: t('{0}.md holds no prompt.', name) };
}

const PROMPT_NAME = /^[\p{L}\p{N}_-]+$/u;

/** A prompt file: an optional head between `---` lines with `description` and `argument-hint`, then the template. */
export function parsePrompt(file: { readonly name: string; readonly text: string }): Prompt | undefined {
  if (!PROMPT_NAME.test(file.name)) return undefined;
  const [, head = '', body] = /^\uFEFF?---\r?\n([^]*?)\r?\n---\r?\n?([^]*)$/.exec(file.text) ?? [];
  const template = (body ?? file.text).trim();
  if (template === '') return undefined;
  const argumentHint = headValue(head, 'argument-hint');
  return {
    name: file.name,
    source: 'workspace',
    description: headValue(head, 'description') ?? firstLine(template),
    ...(argumentHint === undefined ? {} : { argumentHint }),
    template,
  };
}

function headValue(head: string, key: string): string | undefined {
  const line = head.split('\n').find((each) => each.trimStart().startsWith(`${key}:`));
  const value = line
    ?.slice(line.indexOf(':') + 1)
    .trim()
    .replace(/^(['"])(.*)\1$/, '$2');
  return value === undefined || value === '' ? undefined : value;
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, 80);
}

const variables: ReadonlyMap<string, AttachmentSource> = new Map([
  ['selection', { kind: 'active-selection' }],
  ['problems', { kind: 'problems' }],
  ['diff', { kind: 'diff' }],
  ['terminal', { kind: 'terminal' }],
  ['open', { kind: 'open-editors' }],
  ['repo', { kind: 'repo' }],
]);

/** A variable is replaced by the name of what it attaches; one that is not known stays as it is. */
function fillIn({ template, attach: more = [] }: Prompt, input: string): Expansion {
  const attach = new Map<string, AttachmentSource>();
  const usesInput = /\{\{\s*input\s*\}\}/.test(template);
  const prompt = template.replace(/\{\{\s*([a-z]+)\s*\}\}/g, (whole, name: string) => {
    if (name === 'input') return input;
    const source = variables.get(name);
    if (source === undefined) return whole;
    attach.set(name, source);
    return name === 'selection' ? 'the selected code' : `the attached ${name}`;
  });
  const full = usesInput || input.trim() === '' ? prompt : `${prompt}\n\n${input}`;
  return { kind: 'prompt', prompt: full.trim(), attach: [...attach.values(), ...more] };
}

function plain(text: string): Expansion {
  return { kind: 'prompt', prompt: text, attach: [] };
}

function clearCommand(): SlashCommand {
  return { name: 'clear', description: t('Begin a new conversation'), source: 'built-in' };
}

function compactCommand(): SlashCommand {
  const description = t('Summarize the conversation, which makes room');
  return { name: COMPACT.slice(1), description, source: 'built-in' };
}

function ownPrompts(): readonly Prompt[] {
  const own = (
    name: string,
    description: string,
    template: string,
    attach: readonly AttachmentSource[] = [],
  ): Prompt => ({
    name,
    description,
    argumentHint: t('what to look at'),
    source: 'built-in',
    template,
    attach,
  });
  return [
    own(
      'explain',
      t('Explain the selected code'),
      'Explain {{selection}}: what it does, how, and what is surprising in it. {{input}}',
    ),
    own(
      'fix',
      t('Fix the selected code'),
      'Find what is wrong in {{selection}} and give the mended code. Begin with the problems that the editor shows, where any are attached. Change no more than is needed. {{input}}',
      [{ kind: 'problems', isOfCode: true }],
    ),
    own(
      'tests',
      t('Write tests for the selected code'),
      'Write tests for {{selection}}, in the test framework that the project uses. Cover the ordinary cases, the borders and the failures. {{input}}',
    ),
    own(
      'doc',
      t('Document the selected code'),
      "Write documentation comments for {{selection}}, in the language's usual form. Say what the code can't say itself; leave the code as it is. {{input}}",
    ),
    own(
      'commit',
      t('Write a commit message'),
      'Write a commit message for {{diff}}: a subject of at most 60 characters in the imperative, and a body only where the reason is not plain. Answer with the message only. {{input}}',
    ),
  ];
}
