import assert from 'node:assert/strict';
import { adviseModels, hostMemory, type HostMemory } from '../../../../src/hosts/setup/modelAdvice';
import {
  forecastRule,
  forecastSpeed,
  forecastWords,
  measuredWords,
  type MeasuredModel,
} from '../../../../src/hosts/setup/sizeForecast';
import { assertNoEnglish, inChinese } from '../../../support/chinese';

const GIB = 2 ** 30;
const small = { tag: 'deepseek-coder:1.3b-base', weightsBytes: 0.874e9, parameters: 1.346e9 };
const large = { tag: 'deepseek-coder:33b-base', weightsBytes: 19.9e9, parameters: 33.3e9 };

describe('the forecast of a size that is not there', () => {
  const cases: readonly {
    what: string;
    measured: MeasuredModel;
    memory: HostMemory;
    best: string;
    says: Readonly<Record<string, string>>;
  }[] = [
    {
      what: 'a quick GPU that holds all of them',
      measured: { ...small, readPerSecond: 20_000, writtenPerSecond: 400, place: 'gpu' },
      memory: { bytes: 48 * GIB, certainty: 'at-least' },
      best: '33B',
      says: {
        '1.3B':
          'a line in 0.1 s: reads 20,000 tokens/s = 20,000 × 1.3B ÷ 1.3B, writes 400 = 400 × 870 MB ÷ 870 MB',
        '6.7B':
          'a line in 0.2 s: reads 3,990 tokens/s = 20,000 × 1.3B ÷ 6.7B, writes 85.7 = 400 × 870 MB ÷ 4.1 GB',
        '33B':
          'a line in 0.9 s: reads 808 tokens/s = 20,000 × 1.3B ÷ 33B, writes 17.6 = 400 × 870 MB ÷ 20 GB',
      },
    },
    {
      what: 'a slower GPU that holds all of them',
      measured: { ...small, readPerSecond: 8_000, writtenPerSecond: 150, place: 'gpu' },
      memory: { bytes: 48 * GIB, certainty: 'at-least' },
      best: '6.7B',
      says: {
        '33B': 'a line in 2.5 s: reads 323 tokens/s = 8,000 × 1.3B ÷ 33B, writes 6.59 = 150 × 870 MB ÷ 20 GB',
      },
    },
    {
      what: 'a quick GPU that was filled at 8 GiB',
      measured: { ...small, readPerSecond: 20_000, writtenPerSecond: 400, place: 'gpu' },
      memory: { bytes: 8 * GIB, certainty: 'exactly' },
      best: '1.3B',
      says: {
        '6.7B':
          'at best a line in 0.2 s: reads 3,990 tokens/s = 20,000 × 1.3B ÷ 6.7B, writes 85.7 = 400 × 870 MB ÷ 4.1 GB',
      },
    },
    {
      what: 'a quick GPU of which little has been used yet',
      measured: { ...small, readPerSecond: 20_000, writtenPerSecond: 400, place: 'gpu' },
      memory: { bytes: 5 * GIB, certainty: 'at-least' },
      best: '6.7B',
      says: {},
    },
    {
      what: 'a slow GPU of which little has been used yet',
      measured: { ...small, readPerSecond: 500, writtenPerSecond: 40, place: 'gpu' },
      memory: { bytes: 5 * GIB, certainty: 'at-least' },
      best: '1.3B',
      says: {},
    },
    {
      what: 'a GPU that the largest does not fit into',
      measured: { ...large, readPerSecond: 60, writtenPerSecond: 3, place: 'partly' },
      memory: { bytes: 16 * GIB, certainty: 'exactly' },
      best: '1.3B',
      says: {
        '6.7B':
          'a line in 1.2 s: reads 296 tokens/s = 60 × 33B ÷ 6.7B, writes 14.6 = 3 × 20 GB ÷ 4.1 GB, or better on the GPU alone',
      },
    },
    {
      what: 'a CPU that writes quickly enough for more than the smallest',
      measured: { ...small, readPerSecond: 2_000, writtenPerSecond: 120, place: 'cpu' },
      memory: { bytes: 0, certainty: 'none' },
      best: '6.7B',
      says: {
        '6.7B':
          'a line in 0.7 s: reads 399 tokens/s = 2,000 × 1.3B ÷ 6.7B, writes 25.7 = 120 × 870 MB ÷ 4.1 GB',
      },
    },
    {
      what: 'a CPU that is slow with the smallest',
      measured: { ...small, readPerSecond: 40, writtenPerSecond: 8, place: 'cpu' },
      memory: { bytes: 0, certainty: 'none' },
      best: '1.3B',
      says: {
        '33B': 'a line in 82 s: reads 1.62 tokens/s = 40 × 1.3B ÷ 33B, writes 0.351 = 8 × 870 MB ÷ 20 GB',
      },
    },
    {
      what: 'a host that tells no parameters',
      measured: {
        tag: 'coder',
        weightsBytes: 2e9,
        readPerSecond: 3_000,
        writtenPerSecond: 90,
        place: 'gpu',
      },
      memory: { bytes: 0, certainty: 'unknown' },
      best: '6.7B',
      says: {
        '6.7B':
          'a line in 0.4 s: reads 1,470 tokens/s = 3,000 × 2 GB ÷ 4.1 GB, writes 44.1 = 90 × 2 GB ÷ 4.1 GB',
      },
    },
  ];
  for (const { what, measured, memory, best, says } of cases) {
    it(`is shown with its arithmetic, and ${best} recommended, for ${what}`, () => {
      const advice = adviseModels(memory, measured);
      assert.deepEqual(
        advice.filter(({ recommended }) => recommended).map(({ label }) => label),
        [`DeepSeek-Coder ${best}`],
      );
      const told = Object.keys(says).map((size) => {
        return [size, advice.find(({ label }) => label.endsWith(` ${size}`))?.speed];
      });
      assert.deepEqual(Object.fromEntries(told), says);
      for (const { speed } of inChinese(() => adviseModels(memory, measured))) assertNoEnglish(speed ?? '');
    });
  }

  it('is what was measured for a model of the same size', () => {
    const measured = { ...large, readPerSecond: 500, writtenPerSecond: 25, place: 'gpu' } as const;
    const { readPerSecond, writtenPerSecond, lineMs } = forecastSpeed(measured, large);
    assert.deepEqual([readPerSecond, writtenPerSecond, Math.round(lineMs)], [500, 25, 728]);
  });

  it('says what it stands on and how it is reckoned', () => {
    const measured = { ...small, readPerSecond: 1_412, writtenPerSecond: 72.4, place: 'cpu' } as const;
    const words = (): readonly string[] => [measuredWords(measured), forecastRule(measured)];
    assert.deepEqual(words(), [
      'deepseek-coder:1.3b-base on the CPU reads 1,410 tokens/s and writes 72.4',
      'Estimates: reading by parameters, writing by weights; a line: 64 tokens read, 15 written',
    ]);
    for (const each of inChinese(words)) assertNoEnglish(each);
  });

  it('warns of forecasts that stand on a tiny model', () => {
    const tiny = { tag: 'tiny', weightsBytes: 27e6, parameters: 25e6 };
    const measured = { ...tiny, readPerSecond: 2_000, writtenPerSecond: 200, place: 'cpu' } as const;
    assert.match(forecastRule(measured), /^Estimates from a tiny model/);
    assert.equal(
      forecastWords(measured, { weightsBytes: 19.9e9, parameters: 33.3e9 }),
      'a line in 2 min: reads 1.5 tokens/s = 2,000 × 25M ÷ 33B, writes 0.271 = 200 × 27 MB ÷ 20 GB',
    );
  });

  it('is absent where nothing was measured', () => {
    assert.ok(adviseModels(hostMemory([])).every((each) => !('speed' in each)));
  });
});
