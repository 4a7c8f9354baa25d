import { describe, expect, test } from 'vitest';
import { messageLines } from '../../src/composition/message-lines.ts';
import type { IncidentFact } from '../../src/incident/facts/events.ts';
import { eventLine } from '../../src/message/lines/event-line.ts';
import { noteDocument } from '../../src/note/outline.ts';
import { renderBlocks } from '../../src/slack/render/render-blocks.ts';
import type { Evidence } from '../../src/checks/evidence.ts';
import { rankSuspects } from '../../src/suspects/rank.ts';
import type { RankInput } from '../../src/suspects/view.ts';
import type { Ranking } from '../../src/suspects/vocabulary.ts';
import { factsOf, logOf } from '../incident/facts.ts';
import { alert, answered, fallen, model, shifted } from '../suspects/made-evidence.ts';

const facts = factsOf();
const style = { bold: (text: string) => text, dim: (text: string) => text, nameOf: (user: string) => user };

const rank = (evidence: readonly Evidence[], closed: RankInput['closed'] = []): Ranking =>
  rankSuspects({ modelName: 'clicks', model, alert, symptom: fallen, scope: null, evidence, closed });

/** What the thread says to the last of these facts. */
function said(...after: readonly IncidentFact[]): string {
  const log = logOf([facts.declared, { type: 'symptom-measured', symptom: fallen }, ...after]);
  return messageLines(renderBlocks(eventLine(log, log.length, { note: noteDocument })), style).join('\n');
}
const finished = (evidence: Evidence): IncidentFact => ({ type: 'check-finished', evidence, asked: true });
const ranked = (ranking: Ranking, more: object = {}): IncidentFact => ({
  type: 'suspects-ranked',
  ranking,
  because: 'new evidence',
  ...more,
});
const asked = (view: 'suspects' | 'next' | 'fishbone'): IncidentFact => ({ type: 'asked', view });

const nulls = answered('null-rate', [shifted('feature', 'device_type')]);
const misses = answered('feature-store', [shifted('feature', 'device_type', { measure: 'miss rate' })]);
const differs = answered('parity', [shifted('feature', 'device_type', { detail: { transform: 'null' } })]);

describe('suspects', () => {
  test('for and against are said in words and in odds, each with its evidence', () => {
    const words = said(finished(nulls), finished(misses), ranked(rank([nulls, misses])), asked('suspects'));
    expect(words).toMatch(/config\.feature-store \(device_type\)/);
    expect(words).toMatch(/device_type moved .*odds ×\d/);
    expect(words).toContain(nulls.id);
  });

  test('what moved it last is said with the evidence that did', () => {
    const [before, after] = [rank([nulls]), rank([nulls, misses, differs])];
    const words = said(
      finished(nulls),
      ranked(before),
      finished(differs),
      ranked(after, { evidence: differs.id }),
      asked('suspects'),
    );
    expect(words).toMatch(
      new RegExp(
        `config\\.feature-store \\(device_type\\) [\\d.]+ % → [\\d.]+ % because parity shifted .*${differs.id}`,
      ),
    );
  });

  test('a check that moved somebody, but not the top, is one short line with the next step', () => {
    const [before, after] = [rank([nulls]), rank([nulls, answered('constant')])];
    const words = said(finished(nulls), ranked(before), ranked(after, { because: 'moved' }));
    expect(words).toMatch(/→/);
    expect(words).toMatch(/next: /);
    expect(words).not.toMatch(/Verdict/);
  });

  test('without evidence the ranking is called a prior', () => {
    expect(said(ranked(rank([])), asked('suspects'))).toMatch(/what follows is only the prior/);
  });

  test('the prior is shown with the incidents it was learnt from', () => {
    const closed = Array.from({ length: 3 }, () => ({
      cause: 'config.feature-store' as const,
      signal: 'model-metric' as const,
    }));
    const eleven = Array.from({ length: 11 }, () => ({
      cause: 'data.drift' as const,
      signal: 'data-quality' as const,
    }));
    const others = [{ cause: 'config.feature-store' as const, signal: 'service-health' as const }];
    const words = said(ranked(rank([nulls, misses], [...closed, ...eleven, ...others])), asked('suspects'));
    expect(words).toMatch(/prior 11\.3 %: 3 of your 14 closed incidents/);
  });

  test('who was discarded stays, with the reason', () => {
    const words = said(
      ranked(rank([nulls, misses, differs, answered('golden-replay'), answered('latency-by-stage')])),
      asked('suspects'),
    );
    expect(words).toMatch(/Discarded/);
    expect(words).toMatch(/✗ \S+\.\S+ <?[\d.]+ %: /);
  });

  test('evidence that contradicts itself is said to', () => {
    const contradicting = rank([nulls, misses, answered('parity')]);
    expect(said(ranked(contradicting), asked('suspects'))).toMatch(
      /The evidence contradicts itself: .* speaks for it and parity .* against/,
    );
  });

  test('a check that crashed counts as one that was not run', () => {
    const crashed: Evidence = {
      ...nulls,
      id: 'E90',
      verdict: { answer: 'inconclusive', line: 'the check itself failed', reason: 'a fault', findings: [] },
    };
    const without = rank([misses]);
    const withIt = rank([misses, crashed]);
    expect(withIt.suspects.map((one) => [one.id, one.probability])).toEqual(
      without.suspects.map((one) => [one.id, one.probability]),
    );
    expect(said(finished(crashed), ranked(withIt), asked('suspects'))).toMatch(
      /not counted, because they could not say: null-rate/,
    );
  });
});

describe('next', () => {
  test('names the check, its bits, and what each answer would do to whom', () => {
    const ranking = rank([nulls]);
    const words = said(ranked(ranking), asked('next'));
    expect(words).toContain(`Next: ${ranking.nextCheck?.name ?? '?'} — `);
    expect(words).toMatch(/\d\.\d\d bits expected/);
    expect(words).toMatch(/If shifted \([\d.]+ % likely\): .* → /);
    expect(words).toMatch(/If steady \([\d.]+ % likely\): .* → /);
    expect(words).toContain(`Run ${ranking.nextCheck?.name ?? '?'}`);
  });

  test('the chances of both answers make one, and what is expected of each is kept in total', () => {
    const outlooks = rank([nulls]).nextCheck?.outlooks ?? [];
    expect(outlooks.map((one) => one.answer)).toEqual(['shifted', 'steady']);
    expect(outlooks.reduce((sum, one) => sum + one.chance, 0)).toBeCloseTo(1, 9);
  });

  test('changes once it was run, and ends when one suspect is nearly sure', () => {
    const first = rank([nulls]).nextCheck?.name ?? '';
    expect(rank([nulls, answered(first)]).nextCheck?.name).not.toBe(first);
    const sure = rank([nulls, misses, differs, answered('golden-replay'), answered('out-of-range')]);
    expect(sure.suspects[0]?.probability).toBeGreaterThan(0.9);
    expect(sure.nextCheck).toBeNull();
    expect(said(ranked(sure), asked('next'))).toMatch(/an experiment now says more than a check/);
  });
});

describe('fishbone', () => {
  const lines = said(ranked(rank([nulls, misses, differs])), asked('fishbone')).split('\n');

  test('has the symptom as its head and a rib for each category, the thickest first', () => {
    expect(lines.join('\n')).toMatch(/▷ AUC 0\.860 → 0\.780/);
    const ribs = lines.flatMap((line) => /[╠╚]═ (\w+)/.exec(line)?.[1] ?? []);
    expect(ribs).toHaveLength(7);
    expect(ribs[0]).toBe('config');
  });

  test('names suspects with their probability, and keeps who was discarded, crossed out', () => {
    expect(lines.join('\n')).toMatch(/─ feature-store +9[67](\.\d)? %\n║ {5}device_type/);
    expect(lines.join('\n')).toMatch(/✗ /);
  });

  test('fits a phone', () => {
    const drawn = lines.filter((line) => /[▷║╠╚]/.test(line));
    expect(drawn.length).toBeGreaterThan(10);
    expect(Math.max(...drawn.map((line) => line.trim().length))).toBeLessThanOrEqual(36);
  });
});
