import { writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Notes a language pack without a translation, as VS Code's server does when one is installed. VS Code speaks only
 * languages that it has a pack for: its own words stay English with this one, extensions bring theirs.
 */
export function noteEmptyLanguagePack(userData: string, language: string): void {
  const translations = path.join(userData, `${language}.i18n.json`);
  const pack = {
    hash: `empty-${language}`,
    label: language,
    extensions: [{ extensionIdentifier: { id: 'fillwright.empty-language-pack' }, version: '1.0.0' }],
    translations: { vscode: translations },
  };
  writeFileSync(translations, JSON.stringify({ version: '1.0.0', contents: {} }));
  writeFileSync(path.join(userData, 'languagepacks.json'), JSON.stringify({ [language]: pack }));
}
