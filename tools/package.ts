// `npm run package`: dist/fillwright-<version>.vsix, small and with nothing in it that does not belong there.
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { largestOwnBytes, packageBytes } from './packageSize';
import { fromRoot } from './root';

async function main(): Promise<void> {
  const { version } = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')) as { version: string };
  const packagePath = fromRoot('dist', `fillwright-${version}.vsix`);
  mkdirSync(fromRoot('dist'), { recursive: true });
  // vsce makes the bundles anew through the script vscode:prepublish.
  await createVSIX({
    cwd: fromRoot(),
    packagePath,
    // Everything is bundled, so no package goes along.
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  const { all, own } = packageBytes(packagePath);
  const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(0)} KB`;
  console.log(
    `${path.relative(fromRoot(), packagePath)}: ${kilobytes(all)}, without grammars ${kilobytes(own)}`,
  );
  if (own <= largestOwnBytes) return;
  console.error(`That is more than the ${kilobytes(largestOwnBytes)} allowed beside the grammars.`);
  process.exitCode = 1;
}

main().catch((thrown: unknown) => {
  console.error(thrown instanceof Error ? thrown.message : thrown);
  process.exitCode = 1;
});
