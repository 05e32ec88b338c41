import * as vscode from 'vscode';
import { t } from '../common/l10n';

/** What Fillwright uses of the git extension's interface (version 1). */
export interface GitRepository {
  readonly rootUri: vscode.Uri;
  readonly inputBox: { value: string };
  /** The staged changes, or those of the working tree, as git prints them. */
  diff(cached?: boolean): Promise<string>;
  log(options: { readonly maxEntries: number }): Promise<readonly { readonly message: string }[]>;
}

interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): { readonly repositories: readonly GitRepository[] };
}

/**
 * The repository that a button of the source control view names, else the one of the editor in front, else the only one.
 * Throws where there is none to choose.
 */
export async function gitRepository(sourceControl: unknown): Promise<GitRepository> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  const git = await extension?.activate();
  if (git?.enabled !== true) throw new Error(t('VS Code’s git extension is switched off.'));
  const { repositories } = git.getAPI(1);
  const chosen = repositoryOf(sourceControl, repositories) ?? repositoryInFront(repositories);
  if (chosen !== undefined) return chosen;
  const [only, another] = repositories;
  if (only === undefined) throw new Error(t('No git repository is open.'));
  if (another !== undefined)
    throw new Error(t('Several git repositories are open: use the button in the source control view.'));
  return only;
}

function repositoryOf(
  sourceControl: unknown,
  repositories: readonly GitRepository[],
): GitRepository | undefined {
  const { rootUri } = (sourceControl ?? {}) as { rootUri?: vscode.Uri };
  return repositories.find((repository) => repository.rootUri.toString() === rootUri?.toString());
}

function repositoryInFront(repositories: readonly GitRepository[]): GitRepository | undefined {
  const path = vscode.window.activeTextEditor?.document.uri.path;
  return repositories
    .filter(({ rootUri }) => path?.startsWith(`${rootUri.path}/`))
    .sort((a, b) => b.rootUri.path.length - a.rootUri.path.length)[0];
}
