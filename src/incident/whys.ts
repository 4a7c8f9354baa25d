import type { IncidentState, Why } from './state/state.ts';

/** What is wrong with where a chain stops. `at` is the why it stops at. */
export type Objection = {
  readonly at: string;
  readonly kind: 'symptom' | 'person' | 'fix' | 'short';
  readonly words: string;
};

/** A process or a control, or that one was missing: where a chain may end. */
const CONTROL =
  /\b(?:process(?:es)?|polic(?:y|ies)|procedures?|contracts?|reviews?|reviewed|checklists?|check(?:s|ed|ing)?|tests?|tested|testing|untested|validat\w*|verif\w*|gates?|gated|canar(?:y|ies)|monitor\w*|alerts?|alerting|runbooks?|approv\w*|owners?|ownership|owned|unowned|ci|pipelines? (?:does|did|has|had) (?:not|no)|guardrails?|guards?|limits?|pinn?(?:ed|ing)?|version pins?|staging|rollout|training|documented|documentation|undocumented|handover|on-?call|require[sd]?|enforc\w*|sign-?off|schedule|quota|budget|standard|template|design|audit\w*|load-?test\w*|detect\w*|notice[sd]? (?:by|only)|nothing (?:compares|looks|watches|tells|stops|fails)|no ?(?:one|body) (?:owns|is responsible|reviews|has to))\b/i;

/** Blames somebody: a person did or did not do it. */
const PERSON =
  /(?:<@[UW]\w+>|\bhuman error\b|\b(?:operator|user|pilot) error\b|\b(?:careless|negligen|sloppy|inattenti|incompeten|distract|tired)\w*\b|\b(?:forgot|forgets|forgotten|overlooked|messed up|screwed up|misread|did ?n[o']t (?:pay|think|know|care|remember|notice|realise|realize))\b|\b(?:he|she|i|we|they|someone|somebody|the (?:engineer|developer|dev|intern|operator|analyst|author|team|data scientist|on-?call(?: engineer)?|reviewer|sre|vendor))\s+(?:had\s+|has\s+|have\s+)?(?:made|makes|make|wrote|typed|pushed|deployed|merged|broke|deleted|changed|missed|ignored|skipped|failed to|should have|did not|didn['’]t|accidentally|mistakenly)\b|\b(?:somebody|someone)['’]s (?:mistake|fault)\b|\b(?:mistake|fault) (?:of|by)\b|\b(?:a|the|his|her|their|our) (?:own )?(?:mistake|typo|blunder|slip)\b)/i;

/** Says what was done or must be done about it, not why it came about. */
const FIX =
  /(?:^\s*(?:roll(?:ed|ing)? (?:it |that |this |\S+ )?back|rollback|revert(?:ed|ing)?|restart(?:ed|ing)?|hot-?fix(?:ed)?|patch(?:ed)?|disable[sd]?|switch(?:ed)? off|turn(?:ed)? off|scale[sd]? (?:up|out)|add(?:ed|ing)?|fix(?:ed|ing)?|deploy(?:ed)? (?:a|the) fix|backfill(?:ed)?|retrain(?:ed|ing)?|increase[sd]?|raise[sd]?|replace[sd]?)\b|\b(?:we|they|i|the team) (?:have |had |then |quickly )*(?:rolled|reverted|restarted|fixed|patched|disabled|added|scaled|retrained|backfilled|switched|turned|replaced|deployed)\b|\b(?:we|it|they|one|somebody) (?:should|must|need(?:s|ed)? to|ha(?:s|ve|d) to|will|ought to)\b|\bwas(?: not|n['’]t)? (?:rolled back|reverted|hot-?fixed|fixed|restarted|patched)\b|\b(?:needs?|needed|requires?) (?:a |an |to be )?(?:fix|fixed|hot-?fix|rollback|rolled back|restart|restarted|revert|reverted|patch|retrain\w*)\b|\bhas been (?:fixed|rolled back|reverted|patched)\b|\bthere was no (?:fix|hot-?fix|rollback)\b)/i;

/** Says again that something moved, and nothing of what moved it. */
const SYMPTOM =
  /(?:\b(?:auc|f1|precision|recall|accuracy|mae|rmse|log ?loss|brier|calibration|psi|drift|latency|p9[059]|p99|error rate|errors|timeouts?|null rate|nulls?|missing values|miss rate|misses|ctr|conversion|revenue|kpi|score[s]?|throughput|volume|traffic|cpu|memory|queue|metric|quality|predictions?|model)\b.{0,60}\b(?:fell|fall[s]?|drop(?:s|ped)?|rose|rises?|spik\w*|jump\w*|increas\w*|decreas\w*|grew|grows|went (?:up|down)|(?:is|was|were|are|got|became|becomes) (?:\w+ )?(?:wrong|bad|worse|low|lower|high|higher|slow|slower|down|up|null|missing|broken|off|degraded|saturated|full|late|stale)|degrad\w*|worsen\w*|shift\w*|chang\w*|timed out|failed|fails|crash\w*|broke|differ\w*)\b|\b(?:many|more|too many|lots of) (?:nulls|misses|errors|timeouts|restarts|requests)\b|^\s*(?:it|everything|something) (?:broke|failed|crashed|stopped|went wrong|was (?:down|slow|broken))\b|\b(?:null|miss|error|timeout) (?:rate|count)\b|\b(?:values?|features?|labels?|columns?|fields?|keys?) (?:is|are|was|were|became|arrived?|come|came) (?:as )?(?:null|nulls|missing|stale|late|wrong|empty|out of range)\b)/i;

/** What one answer stops at; null when it names a process or a control that failed. */
export function stopsAt(text: string): Exclude<Objection['kind'], 'short'> | null {
  if (FIX.test(text)) return 'fix';
  if (PERSON.test(text)) return 'person';
  if (CONTROL.test(text)) return null;
  return SYMPTOM.test(text) ? 'symptom' : null;
}

const WORDS: Readonly<Record<Objection['kind'], string>> = {
  symptom:
    'says what was seen, not what let it happen. Which check, contract or process should have stopped it?',
  person:
    'stops at a person. Anybody could have done that on that day: what made it easy, and what did not catch it?',
  fix: 'says what was done about it, not why it came about. What failed before that was needed?',
  short: 'is a chain of one. Ask why once more: what allowed it?',
};

/** Where the chains end that nobody has asked beyond: each branch must reach a process or a control. */
export function objectionsTo(whys: readonly Why[]): readonly Objection[] {
  const ends = whys.filter((why) => !whys.some((other) => other.under === why.id));
  return ends.flatMap((end): readonly Objection[] => {
    const kind = stopsAt(end.text);
    if (kind !== null) return [{ at: end.id, kind, words: WORDS[kind] }];
    const names = CONTROL.test(end.text);
    return !names && end.under === null ? [{ at: end.id, kind: 'short', words: WORDS.short }] : [];
  });
}

/** Whether every branch reached a process or a control. */
export const reachesRoot = (state: Pick<IncidentState, 'whys'>): boolean =>
  state.whys.length > 1 && objectionsTo(state.whys).length === 0;
