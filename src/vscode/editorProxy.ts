import * as vscode from 'vscode';

/** The proxy that VS Code sends requests to a URL through, as far as its settings and environment tell. */
export function editorProxy(url: string): string | undefined {
  const config = vscode.workspace.getConfiguration('http');
  if (config.get<string>('proxySupport') === 'off') return undefined;
  const { hostname, protocol } = new URL(url);
  const excluded = config.get<readonly string[]>('noProxy') ?? [];
  const fromEnvironment = (environmentOf('no_proxy') ?? '').split(',');
  if ((excluded.length > 0 ? excluded : fromEnvironment).some((rule) => matches(hostname, rule)))
    return undefined;
  const set = config.get<string>('proxy') ?? '';
  return set === '' ? environmentOf(`${protocol.slice(0, -1)}_proxy`) : set;
}

function matches(hostname: string, rule: string): boolean {
  const domain = rule
    .trim()
    .toLowerCase()
    .replace(/^\*?\./, '')
    .replace(/:\d+$/, '');
  if (domain === '*') return true;
  return domain !== '' && (hostname === domain || hostname.endsWith(`.${domain}`));
}

/** The names stand in small letters or capitals. */
function environmentOf(name: string): string | undefined {
  return process.env[name] ?? process.env[name.toUpperCase()];
}
