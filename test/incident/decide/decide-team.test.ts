import { describe, expect, test } from 'vitest';
import { decide } from '../../../src/incident/decide/decide.ts';
import type { IncidentCommand } from '../../../src/incident/decide/decide.ts';
import { stateOf } from '../../../src/incident/evolve/evolve.ts';
import type { IncidentFact } from '../../../src/incident/facts/events.ts';
import { guardsBeforeMitigation, guardsBeforeResolve } from '../../../src/incident/decide/guards.ts';
import type { IncidentState } from '../../../src/incident/state/state.ts';
import { CHECKLISTS } from '../../../src/incident/checklists.ts';
import { CHECKS } from '../../../src/checks/list.ts';
import { factsOf, logOf, minutes, priya, rankingOf } from '../facts.ts';

const facts = factsOf();
const after = (...more: readonly IncidentFact[]): IncidentState => {
  const state = stateOf(logOf([facts.declared, ...more], priya));
  if (state === null) throw new Error('nothing happened');
  return state;
};
const said = (command: IncidentCommand, state: IncidentState = after()) => decide(command, state);
const refusal = (command: IncidentCommand, state: IncidentState = after()): string => {
  const decision = said(command, state);
  return decision.kind === 'refused' ? decision.message : 'taken';
};
const now = minutes(30);
const lead = 'T1:U0ONCALL01';

describe('roles', () => {
  const take = { type: 'assign-role', role: 'lead', person: lead, handoff: null } as const;

  test('there is one lead: a second takes over from the first', () => {
    const state = after(facts['role-assigned'], {
      ...facts['role-assigned'],
      person: 'T1:U2',
      handoff: null,
    });
    expect(state.roles.map((one) => one.person)).toEqual(['T1:U2']);
  });

  test('experts may be several, and leave together', () => {
    const expert = { ...facts['role-assigned'], role: 'expert' } as const;
    const both = after(expert, { ...expert, person: 'T1:U2' });
    expect(both.roles).toHaveLength(2);
    expect(after(expert, { ...expert, person: 'T1:U2' }, { ...expert, person: null }).roles).toEqual([]);
  });

  test('taking twice, or of an incident that is over, is refused', () => {
    expect(refusal(take, after(facts['role-assigned']))).toContain('already');
    expect(refusal(take, after(facts.resolved))).toContain('was resolved at');
    expect(said(take)).toMatchObject({ kind: 'facts' });
  });
});

describe('corrections of the timeline', () => {
  const revise = {
    type: 'revise-timeline-entry',
    entry: 'T5',
    happenedAt: null,
    text: 'rolled v3 back in the EU',
    because: 'corrected',
    person: lead,
    now,
  } as const;
  const entered = after(facts['timeline-added']);

  test('its author corrects it, and what it said before is kept', () => {
    expect(said(revise, entered)).toMatchObject({ facts: [{ text: 'rolled v3 back in the EU' }] });
    const [entry] = after(facts['timeline-added'], facts['timeline-revised']).timeline;
    expect(entry?.history).toEqual([{ happenedAt: minutes(5), text: 'rolled v3 back', until: minutes(3) }]);
  });

  test("another's entry is theirs, unless one leads or writes", () => {
    const other = { ...revise, person: 'T1:U2' };
    expect(refusal(other, entered)).toContain("somebody else's");
    const scribe = { ...facts['role-assigned'], role: 'scribe', person: 'T1:U2' } as const;
    expect(said(other, after(facts['timeline-added'], scribe))).toMatchObject({ kind: 'facts' });
  });

  test('a time that has not happened, or an entry that is not there, is refused', () => {
    expect(refusal({ ...revise, happenedAt: minutes(90) }, entered)).toContain('not happened yet');
    expect(refusal({ ...revise, entry: 'T9' }, entered)).toContain('no timeline entry T9');
  });
});

describe('before it is closed', () => {
  const action: IncidentFact = facts['action-added'];
  const whole = [
    facts['snapshot-taken'],
    facts['symptom-measured'],
    facts['scope-measured'],
    facts['mitigation-approved'],
    facts['mitigation-ended'],
    facts['recovery-measured'],
    action,
  ];

  test('who has done everything hears nothing', () => {
    expect(guardsBeforeResolve(after(...whole))).toEqual([]);
  });

  test.each([
    ['no-breakdown', 'scope-measured'],
    ['no-versions', 'snapshot-taken'],
    ['no-guardrail', 'action-added'],
    ['no-reproduction', 'recovery-measured'],
  ] as const)('%s is missed without %s', (guard, type) => {
    expect(guardsBeforeResolve(after(...whole.filter((fact) => fact.type !== type)))).toEqual([guard]);
  });

  test('drift without its effect on the business is missed', () => {
    const drift: IncidentFact = {
      type: 'symptom-measured',
      symptom: { ...facts['symptom-measured'].symptom, metric: 'psi' },
    };
    expect(guardsBeforeResolve(after(...whole, drift))).toEqual(['no-business-impact']);
  });

  test('a false alarm needs neither guardrail nor reproduction', () => {
    const benign: IncidentFact = { ...facts['suspects-ranked'], ranking: rankingOf({ verdict: 'benign' }) };
    expect(guardsBeforeResolve(after(benign))).toEqual(['no-breakdown', 'no-versions']);
  });

  test('closing all the same keeps what was missing with the reason', () => {
    const decision = said({ type: 'resolve', cause: null, reason: 'gone', although: 'a holiday' });
    expect(decision).toMatchObject({
      facts: [
        { type: 'guards-overridden', reason: 'a holiday' },
        { type: 'resolved', reason: 'gone' },
      ],
    });
  });
});

describe('mitigations', () => {
  const approve = {
    type: 'approve-mitigation',
    kind: 'backfill',
    target: 'contact',
    sentence: 'Backfill contact.',
    undo: 'It cannot be undone.',
    reversible: false,
    action: null,
    way: 'person',
    person: 'T1:U1',
    approvals: 1,
    although: null,
  } as const;
  const ranked = after(facts['suspects-ranked']);

  test('what cannot be taken back waits for what can, unless a reason is given', () => {
    expect(guardsBeforeMitigation(ranked, false)).toEqual(['irreversible-first']);
    expect(refusal(approve, ranked)).toContain('cannot be taken back');
    expect(said({ ...approve, although: 'v2 is gone' }, ranked)).toMatchObject({
      facts: [{ type: 'guards-overridden', reason: 'v2 is gone' }, { type: 'mitigation-approved' }],
    });
    expect(said(approve, after(facts['suspects-ranked'], facts['mitigation-approved']))).toMatchObject({
      kind: 'facts',
    });
  });

  test('two people approve the same one: once', () => {
    const state = after({ ...facts['mitigation-approved'], sentence: 'Roll back.' });
    const again = { ...approve, sentence: 'Roll back.', reversible: true };
    expect(refusal(again, state)).toContain('M1 is that already');
  });

  test('it ends once', () => {
    const end = { type: 'end-mitigation', mitigation: 'M1', outcome: 'done', words: '' } as const;
    expect(said(end, after(facts['mitigation-approved']))).toMatchObject({ kind: 'facts' });
    expect(refusal(end, after(facts['mitigation-approved'], facts['mitigation-ended']))).toContain(
      'done already',
    );
    expect(refusal(end)).toContain('there is no M1');
  });
});

describe('action items', () => {
  const add = { type: 'add-action', text: 'contract test', kind: 'test', owner: null, due: null } as const;

  test('they are numbered, kept once, and end once', () => {
    expect(said(add)).toMatchObject({ facts: [{ action: 'A1' }] });
    const state = after({ ...facts['action-added'], text: 'contract test', kind: 'test' });
    expect(refusal(add, state)).toContain('already');
    const done = { type: 'finish-action', action: 'A1', words: '' } as const;
    expect(said(done, state)).toMatchObject({ kind: 'facts' });
    expect(refusal(done, after(facts['action-added'], facts['action-done']))).toContain('done already');
  });

  test.each(['tomorrow', '2026-02-31', '20-03-2026'])('%s is not a day', (due) => {
    expect(refusal({ ...add, due })).toContain('is not a day');
  });

  test('a new owner leaves the day as it is', () => {
    const change = { type: 'change-action', action: 'A1', owner: 'T1:U2', due: undefined } as const;
    expect(said(change, after(facts['action-added']))).toMatchObject({
      facts: [{ owner: 'T1:U2', due: '2026-03-20' }],
    });
  });
});

test('an update needs conditions and actions, and an incident that is open', () => {
  const update = {
    type: 'post-update',
    conditions: 'AUC 0.79',
    actions: 'rolling back',
    needs: '',
    stakeholders: null,
  } as const;
  expect(said(update)).toMatchObject({ kind: 'facts' });
  expect(refusal({ ...update, actions: ' ' })).toBe('actions needs words');
  expect(refusal(update, after(facts.resolved))).toContain('was resolved');
});

test('a why of 30,000 characters is refused, and nothing is recorded', () => {
  const long = 'x'.repeat(30_000);
  expect(refusal({ type: 'add-why', text: long, under: null, evidence: null })).toContain(
    '30,000 characters',
  );
  const revise = { type: 'revise-why', why: 'W1', text: long, evidence: null } as const;
  expect(refusal(revise, after(facts['why-added']))).toContain('30,000 characters');
});

test('secrets are taken out of what people type', () => {
  const token = `xoxb-${'1'.repeat(12)}-${'a'.repeat(24)}`;
  const words = JSON.stringify(
    said({ type: 'post-update', conditions: token, actions: token, needs: token, stakeholders: null }),
  );
  expect(words).not.toContain(token);
});

describe('checklists', () => {
  test('what the log answers is not asked', () => {
    const tick = { type: 'tick', item: 'segments', answer: 'yes', words: '' } as const;
    expect(said(tick)).toMatchObject({ kind: 'facts' });
    expect(refusal(tick, after(facts['scope-measured']))).toContain('is answered');
    expect(refusal({ ...tick, item: 'nothing' })).toContain("no checklist has 'nothing'");
  });

  test('each item has its own name, and names checks that there are', () => {
    const items = CHECKLISTS.flatMap((list) => list.items);
    expect(new Set(items.map((item) => item.id)).size).toBe(items.length);
    const asked = new Set<string>();
    const evidence = new Proxy([], {
      get: (_, key) =>
        key === 'findLast'
          ? (match: (one: { readonly check: string; readonly parameters: object }) => boolean) => {
              for (const check of CHECKS)
                if (match({ check: check.about.id, parameters: {} })) asked.add(check.about.id);
            }
          : undefined,
    });
    for (const item of items) item.answered({ ...after(), evidence });
    expect(asked.size).toBeGreaterThanOrEqual(15);
  });
});
