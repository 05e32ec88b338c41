import { t } from '../common/l10n';
import { familyById, modelFamilies } from './families';
import type { ModelFamily, RepoFormat } from './family';

/** A family as a user describes it: one that is known, and what is different in this one. */
export interface DescribedFamily extends Partial<Omit<ModelFamily, 'id' | 'tokens' | 'repo' | 'pull'>> {
  /** Id of the known family that all the rest is taken from. */
  readonly like: string;
  readonly tokens?: Partial<ModelFamily['tokens']>;
  readonly repo?: Partial<Omit<RepoFormat, 'targetHeader'>> & {
    readonly targetHeader?: Partial<RepoFormat['targetHeader']>;
  };
}

/** The family of an id or a description; for one that isn't known, a sentence that names those that are. */
export function wantedFamily(wanted: string | DescribedFamily): ModelFamily | { readonly unknown: string } {
  const id = typeof wanted === 'string' ? wanted : wanted.like;
  const known = familyById(id);
  if (known === undefined) {
    const ids = modelFamilies.map((family) => family.id).join(', ');
    return { unknown: t("the family '{0}', which Fillwright does not know. It knows: {1}", id, ids) };
  }
  return typeof wanted === 'string' ? known : described(wanted, known);
}

function described({ like, repo = {}, ...given }: DescribedFamily, known: ModelFamily): ModelFamily {
  const tokens = { ...known.tokens, ...given.tokens };
  const family = {
    ...known,
    ...given,
    // By its content, so that another description makes another plan.
    id: `${like}+${JSON.stringify([given, repo])}`,
    label: given.label ?? t('{0}, as described in the settings', known.label),
    tokens,
    repo: {
      ...known.repo,
      ...repo,
      targetHeader: { ...known.repo.targetHeader, ...repo.targetHeader },
    },
  };
  return { ...family, specialTokens: withOwnTokens(family) };
}

/** Special tokens that the description leaves out would act in the user's own code. */
function withOwnTokens({ tokens, bos, specialTokens }: ModelFamily): readonly string[] {
  const own = [...Object.values(tokens), bos ?? ''].map((token) => token.trim());
  return [...new Set([...specialTokens, ...own])].filter((token) => token !== '');
}
