import assert from 'node:assert/strict';
import manifest from '../../../package.json';
import texts from '../../../package.nls.json';
import { modelFamilies } from '../../../src/model/families';
import { parseSettings } from '../../../src/settings/parseSettings';
import { defaultSettings, defaultTimeouts, type WindowSetting } from '../../../src/settings/settings';
import { commandIds } from '../../../src/vscode/commandIds';
import { settingKeys } from '../../../src/vscode/settingKeys';

const properties = manifest.contributes.configuration.properties;

/** What a key of package.nls.json stands for. */
function wordsOf(value: string): string {
  return (texts as Readonly<Record<string, string>>)[value.slice(1, -1)] ?? '';
}

describe('the manifest', () => {
  it('contributes exactly the settings that the code reads', () => {
    assert.deepEqual(Object.keys(properties).sort(), settingKeys.map((key) => `fillwright.${key}`).sort());
  });

  for (const section of ['completion', 'chat'] as const) {
    it(`has a setting for every field of the ${section} settings, and no other`, () => {
      const fields = Object.keys(defaultSettings[section]).map((key) => `${section}.${key}`);
      assert.deepEqual(settingKeys.filter((key) => key.startsWith(`${section}.`)).sort(), fields.sort());
    });
  }

  it('shows the defaults that the code uses', () => {
    const shown = Object.fromEntries(
      settingKeys.map((key) => [key, properties[`fillwright.${key}`].default]),
    );
    const { settings, problems } = parseSettings(shown);
    assert.deepEqual(problems, []);
    // A value that is written counts as chosen, even where it is the default's.
    const unchosen = <S extends { readonly contextWindow: WindowSetting }>(section: S): S => ({
      ...section,
      contextWindow: { ...section.contextWindow, explicit: false },
    });
    const { completion, chat } = settings;
    assert.deepEqual(
      { ...settings, completion: unchosen(completion), chat: unchosen(chat) },
      defaultSettings,
    );
  });

  it('shows the default timeouts', () => {
    const shown = properties['fillwright.endpoints'].items.properties.timeouts.properties;
    assert.deepEqual(
      Object.fromEntries(Object.entries(shown).map(([key, { default: value }]) => [key, value])),
      defaultTimeouts,
    );
  });

  it('describes every setting in a sentence', () => {
    for (const [key, property] of Object.entries(properties)) {
      const text = 'description' in property ? property.description : property.markdownDescription;
      assert.match(wordsOf(text), /^[A-Z].*\.$/, key);
    }
  });

  it('offers the bounds that the code allows', () => {
    for (const [key, property] of Object.entries(properties)) {
      if (!('minimum' in property)) continue;
      const raw = (value: number): Record<string, unknown> => ({ [key.replace('fillwright.', '')]: value });
      for (const good of [property.minimum, property.maximum]) {
        assert.deepEqual(parseSettings(raw(good)).problems, [], `${key} ${good}`);
      }
      for (const bad of [property.minimum - 1, property.maximum + 1]) {
        assert.equal(parseSettings(raw(bad)).problems.length, 1, `${key} ${bad}`);
      }
    }
  });

  it('offers the model families that the code knows', () => {
    const { family } =
      properties['fillwright.endpoints'].items.properties.roles.properties.completion.properties;
    const ids = modelFamilies.map(({ id }) => id).sort();
    const [byId, described] = family.anyOf;
    assert.deepEqual([...(byId?.enum ?? [])].sort(), ids);
    assert.deepEqual([...(described?.properties?.like.enum ?? [])].sort(), ids);
  });

  it('keeps endpoints out of workspaces and out of settings sync', () => {
    const endpoints = properties['fillwright.endpoints'];
    assert.equal(endpoints.scope, 'application');
    assert.equal(endpoints.ignoreSync, true);
  });

  it('lets a trusted workspace choose an endpoint by its name, and no other', () => {
    assert.equal(properties['fillwright.endpoint'].scope, 'window');
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.ok(restrictedConfigurations.includes('fillwright.endpoint'));
  });

  it('contributes exactly the commands that the code registers', () => {
    assert.deepEqual(
      manifest.contributes.commands.map(({ command }) => command).sort(),
      [...commandIds].sort(),
    );
  });

  it('gives every command a title and the common category', () => {
    for (const { command, title, category } of manifest.contributes.commands) {
      assert.match(command, /^fillwright(\.[a-zA-Z]+){1,2}$/);
      assert.match(wordsOf(title), /^[A-Z]/);
      assert.equal(category, 'Fillwright');
    }
  });

  it('binds keys to its own commands only, and never Tab', () => {
    const own = new Set(manifest.contributes.commands.map(({ command }) => command));
    for (const { command, key } of manifest.contributes.keybindings) {
      assert.ok(own.has(command), command);
      assert.doesNotMatch(key, /tab/i);
    }
  });
});
