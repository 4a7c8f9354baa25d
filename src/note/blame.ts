/** A place where a text speaks of a person's fault, and how to say it so that the next one tells early, too. */
export type Blame = { readonly words: string; readonly suggestion: string };

type Rule = { readonly pattern: RegExp; readonly suggestion: string };

const VERBS =
  "forgot|broke|messed|missed|ignored|skipped|neglected|failed|overlooked|caused|deleted|screwed|misconfigured|mistyped|botched|pushed the wrong|deployed the wrong|did ?n[o’']t|made a mistake";
const ROLE =
  'the (?:engineer|developer|dev|intern|operator|analyst|author|reviewer|on-?call|data scientist|vendor|contractor|junior|manager|sre)';
/** Words that begin a sentence with a capital letter, or name a thing, and are nobody's name. */
const NO_NAME =
  'The|This|That|These|Those|It|Its|There|Nobody|Nothing|Everything|Something|Somebody|We|They|A|An|Our|All|Each|Every|One|No|Monitoring|Alerting|Alertmanager|Prometheus|Grafana|Datadog|PagerDuty|Slack|Fishbone|Kafka|Airflow|Postgres|PostgreSQL|Redis|Kubernetes|Android|Staging|Production|Serving|Training|Traffic|Data|Tests|Checks|CI|Canary|Validation|Review|Rollback|Deploy|Deployment|Users|Clients|Requests|Reads|Writes|Reviewers|Builds|Caching|Jobs|Which|What|Who|When|Then|But|And|So|As|If|Because|Retries|Android|Python|Java|AUC|F1|PSI|Brazil|Germany|Europe';

/** In the order in which they are told; each place is told once. */
const RULES: readonly Rule[] = [
  {
    pattern:
      /\b(?:fault|mistake|error|blunder|negligence|carelessness) (?:of|by) (?:<@\w+>|@[\w.:-]+|[A-Z]\w+|him|her|them|the \w+)|\b(?:his|her|their|somebody[’']s|someone[’']s|whose|@[\w.-]+[’']s|[A-Z][a-z]+[’']s) (?:own )?(?:fault|mistake|blunder|negligence|carelessness)\b/g,
    suggestion: 'say what made it easy to happen and what did not stop it, instead of whose it was',
  },
  {
    pattern: /\b(?:to blame|blam(?:e|es|ed|ing)|guilty|culpable|at fault)\b/gi,
    suggestion: 'describe what happened and what allowed it; nobody needs to be guilty of it',
  },
  {
    pattern:
      /\b(?:careless|carelessly|negligent|sloppy|sloppily|stupid|stupidly|lazy|lazily|incompetent|idiotic|dumb|reckless|recklessly|clueless|unprofessional|inattentive)\b/gi,
    suggestion: 'leave the judgement out and tell what could be seen at that moment',
  },
  {
    pattern: /\b(?:human|operator|user|pilot|engineer) error\b/gi,
    suggestion: 'ask which check or design let one slip through, and name that',
  },
  {
    pattern: new RegExp(`(?:<@\\w+>|@[\\w.:-]+) (?:\\w+ )?(?:${VERBS})\\b`, 'gi'),
    suggestion: 'name the step or the system instead of the person',
  },
  {
    pattern: new RegExp(
      `\\b(?:${ROLE}|he|she|somebody|someone) (?:has |had |just |simply )?(?:${VERBS})\\b`,
      'gi',
    ),
    suggestion: 'name the step or the system instead of the person',
  },
  {
    pattern: new RegExp(
      `(?<![\\w.])(?!(?:${NO_NAME})\\b)[A-Z][a-z]{2,} (?:has |had )?(?:forgot|broke|messed|ignored|skipped|neglected|overlooked|screwed|botched|mistyped|misconfigured|made a mistake|failed to (?:check|test|notice|tell|ask|read|run|review|look)|did(?: not|n[’']t) (?:check|test|notice|tell|ask|read|run|review|look|care|think))`,
      'g',
    ),
    suggestion: 'name the step or the system instead of the person',
  },
  {
    pattern:
      /\b(?:should|ought to)(?: not|n[’']t)? (?:have|’ve|'ve)\b|\bshould[’']ve\b|\b(?:we|they|he|she|you|i|somebody|someone|@[\w.:-]+) (?:easily )?could have\b|\bif only\b/gi,
    suggestion:
      'hindsight knows more than anybody knew then: tell what was known, and what would have shown it',
  },
  {
    pattern:
      /\b(?:obviously|clearly|of course|everybody knows|any(?:body|one) (?:would|could) (?:see|know))\b/gi,
    suggestion: 'it was not plain at that moment; tell what could be seen',
  },
];

/** Words that may make somebody silent the next time, each with a politer way. Empty: none found. Pure. */
export function blameIn(text: string): readonly Blame[] {
  const taken: { readonly from: number; readonly to: number }[] = [];
  const found: (Blame & { readonly at: number })[] = [];
  for (const { pattern, suggestion } of RULES) {
    for (const match of text.matchAll(pattern)) {
      const span = { from: match.index, to: match.index + match[0].length };
      if (taken.some((other) => span.from < other.to && other.from < span.to)) continue;
      taken.push(span);
      found.push({ words: match[0].trim(), suggestion, at: span.from });
    }
  }
  return found
    .sort((one, other) => one.at - other.at)
    .map(({ words, suggestion }) => ({ words, suggestion }));
}
