// Installs llama.cpp's Node binding beside the embedded host, on first need only: its optional CUDA and Vulkan
// builds weigh 610 MB, so it is no package of the repository's root, and only this platform's CPU build is fetched.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { installStamp, runNpm } from '../npm';
import { fromRoot } from '../root';

/** CPU builds (on Apple silicon the Metal one, which computes on the CPU when no layer is offloaded). */
const builds: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-arm64': 'mac-arm64-metal',
  'darwin-x64': 'mac-x64',
  'win32-x64': 'win-x64',
  'win32-arm64': 'win-arm64',
};

/**
 * Makes sure that llama.cpp is there for this platform; says on stderr when it has to install.
 * @returns the URL to import the binding from
 * @throws Error with what to do next, when the platform has no build or npm fails
 */
export async function installLlamaCpp(): Promise<string> {
  const folder = fromRoot('tools', 'embedded-host');
  const platform = `${process.platform}-${process.arch}`;
  const build = builds[platform];
  if (build === undefined) {
    throw new Error(
      `The embedded host has no llama.cpp build for ${platform} (it has: ${Object.keys(builds).join(', ')}). ` +
        'Install Ollama and point Fillwright at it instead.',
    );
  }
  const stamp = installStamp(folder, build);
  if (!stamp.isCurrent()) {
    console.error('Installing llama.cpp for the embedded host (85 MB) …');
    await runNpm(folder, ['ci', '--omit=optional']);
    await runNpm(folder, [
      ...['install', '--no-save', '--omit=optional'],
      `@node-llama-cpp/${build}@${bindingVersion(folder)}`,
    ]);
    stamp.write();
  }
  return pathToFileURL(path.join(folder, 'node_modules', 'node-llama-cpp', 'dist', 'index.js')).href;
}

function bindingVersion(folder: string): string {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    dependencies: { 'node-llama-cpp': string };
  };
  return manifest.dependencies['node-llama-cpp'];
}
