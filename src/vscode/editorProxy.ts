import * as vscode from 'vscode';
import { proxyByRules } from '../settings/proxyRules';

/** The proxy that VS Code sends requests to a URL through, as far as its settings and environment tell. */
export function editorProxy(url: string): string | undefined {
  const config = vscode.workspace.getConfiguration('http');
  return proxyByRules(url, {
    support: config.get<string>('proxySupport'),
    proxy: config.get<string>('proxy'),
    noProxy: config.get<readonly string[]>('noProxy') ?? [],
    environment: process.env,
  });
}

/** Whether VS Code leaves requests alone that have an agent of their own: they would go past its proxy. */
export function sparesAgents(): boolean {
  return vscode.workspace.getConfiguration('http').get<string>('proxySupport') === 'on';
}
