/**
 * The extension's storage folder of a workspace, the same for all windows that have it open. VS Code gives the second
 * window a folder beside the first one's, `…/<workspace>-1/<extension>`, and a window that is loaded anew as well while
 * its predecessor has not ended.
 */
export function sharedStorage(folder: string): string {
  return folder.replace(/-\d(?=[\\/][^\\/]+[\\/]?$)/, '');
}
