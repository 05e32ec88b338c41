import { createReadStream, createWriteStream, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';

/** The archives of @sparticuz/chromium: shared libraries, fonts and the software renderer. */
const archives = ['al2023.tar.br', 'fonts.tar.br', 'swiftshader.tar.br'];

/** Unpacks Chromium into `target`, which it clears first, and writes a font configuration beside it. */
export async function unpackChromium(modules: string, target: string): Promise<void> {
  const source = path.join(modules, '@sparticuz', 'chromium', 'bin');
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const executable = createWriteStream(path.join(target, 'chromium'), { mode: 0o755 });
  await decompress(path.join(source, 'chromium.br'), executable);
  // A dependency of @sparticuz/chromium, so it is there wherever the archives are.
  const tar = createRequire(path.join(modules, 'tar-fs', 'package.json'))('tar-fs') as {
    extract(folder: string): Writable;
  };
  for (const archive of archives) await decompress(path.join(source, archive), tar.extract(target));
  const fonts = [path.join(target, 'fonts'), path.join(modules, 'dejavu-fonts-ttf', 'ttf')];
  writeFileSync(path.join(target, 'fonts.conf'), fontConfiguration(fonts, path.join(target, 'font-cache')));
}

function decompress(from: string, to: Writable): Promise<void> {
  return pipeline(createReadStream(from), createBrotliDecompress(), to);
}

/** Replaces the packaged configuration, which names folders of another system. */
function fontConfiguration(folders: readonly string[], cache: string): string {
  const alias = (family: string, preferred: string): string =>
    `<alias binding="same"><family>${family}</family><prefer><family>${preferred}</family></prefer></alias>`;
  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    '<fontconfig>',
    ...folders.map((folder) => `  <dir>${folder}</dir>`),
    `  <cachedir>${cache}</cachedir>`,
    `  ${alias('monospace', 'DejaVu Sans Mono')}`,
    `  ${alias('sans-serif', 'Open Sans')}`,
    `  ${alias('system-ui', 'Open Sans')}`,
    '</fontconfig>',
    '',
  ].join('\n');
}
