import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import type { BrowserVscode } from './install';

/** A browser on a busy machine needs a while to start. */
const launchTimeoutMs = 120_000;

/** Starts the headless Chromium that was installed beside VS Code. */
export function launchChromium(parts: BrowserVscode): Promise<Browser> {
  return chromium.launch({
    executablePath: parts.chromium,
    headless: true,
    timeout: launchTimeoutMs,
    // Signals are handled in one place, `atExit`; the browser dies with this process all the same.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
    env: {
      ...process.env,
      LD_LIBRARY_PATH: path.join(parts.chromiumFolder, 'lib'),
      FONTCONFIG_PATH: parts.chromiumFolder,
    },
  });
}
