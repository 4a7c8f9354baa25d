import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseLine, readAssignment } from '../../commands/parse.ts';
import { splitWords } from '../../commands/split-words.ts';
import { unescapeSlack } from '../../commands/unescape.ts';

const commands = [
  'check',
  'help',
  'note',
  'open',
  'resolve',
  'scope',
  'status',
  'suspects',
  'timeline',
  'why',
].map((name) => ({ name, example: `${name} something` }));
const parse = (line: string) => parseLine(line, commands);

describe('what a line means', () => {
  test('a command and its words', () => {
    expect(parse('scope country device')).toEqual({
      kind: 'run',
      incident: null,
      command: 'scope',
      words: ['country', 'device'],
    });
  });

  test.each(['INC-12 scope', 'inc-12 scope', '#INC-12 scope', 'INC-12: SCOPE', '  INC-12,   Scope '])(
    'an incident in front is the one that is meant: %j',
    (line) => {
      expect(parse(line)).toEqual({ kind: 'run', incident: 'INC-12', command: 'scope', words: [] });
    },
  );

  test.each([
    ['', null],
    ['   ', null],
    ['INC-3', 'INC-3'],
  ])('nothing more to do than to ask how it goes: %j', (line, incident) => {
    expect(parse(line)).toEqual({ kind: 'empty', incident });
  });

  test.each([
    ['help', null],
    ['?', null],
    ['HELP', null],
    ['scope help', 'scope'],
    ['help scope', 'scope'],
    ['scope --help', 'scope'],
    ['timeline add at 14:05 the flag went on --help', 'timeline'],
    ['timeline help add a note about it', 'timeline'],
    ['INC-9 check null-rate help', 'check'],
    ['nonsense help', null],
  ])('%j asks for help about %s', (line, about) => {
    expect(parse(line)).toMatchObject({ kind: 'help', about });
  });

  test.each(['why nobody on call asked for help', 'why "no help"', 'timeline add "help"'])(
    'help inside a sentence or quotes is just a word: %j',
    (line) => {
      expect(parse(line).kind).toBe('run');
    },
  );

  test.each([
    ['scpoe country', 'scope country'],
    ['susp', 'suspects'],
    ['INC-7 reslove fixed by rollback', 'INC-7 resolve fixed by rollback'],
    ['wyh “the cache was cold”', 'why "the cache was cold"'],
    ['chek null-rate segment="new users"', 'check null-rate segment="new users"'],
  ])('a slip of the finger in %j is answered with the line that was meant', (line, corrected) => {
    const parsed = parse(line);
    expect(parsed).toMatchObject({ kind: 'unknown', corrected });
    expect(parseLine(corrected, commands).kind).toBe('run');
  });

  test('a word near to nothing gets an example and no wrong guess', () => {
    expect(parse('frobnicate')).toEqual({
      kind: 'unknown',
      incident: null,
      word: 'frobnicate',
      corrected: null,
      example: 'help',
    });
  });

  test('every line gets an answer, and a correction is a line that runs', () => {
    const checked = fc.check(
      fc.property(fc.string(), (line) => {
        const parsed = parse(line);
        if (parsed.kind !== 'unknown' || parsed.corrected === null || /["“”«»„‟'‘’‚‛<>&]/.test(line))
          return true;
        return ['run', 'help'].includes(parse(parsed.corrected).kind);
      }),
    );
    expect(fc.defaultReportMessage(checked)).toBeUndefined();
  });
});

describe('words', () => {
  const texts = (line: string) => splitWords(line).map((word) => word.text);

  test.each([
    ['why "the feature store was late"', ['why', 'the feature store was late']],
    ['why “the feature store was late”', ['why', 'the feature store was late']],
    ['why ‘it was late’ twice', ['why', 'it was late', 'twice']],
    ['cause="feature pipeline" x', ['cause=feature pipeline', 'x']],
    ['cause=“feature pipeline”', ['cause=feature pipeline']],
    ["why it didn't alert", ['why', 'it', "didn't", 'alert']],
    ["the users' carts", ['the', "users'", 'carts']],
    ['an "open quote', ['an', '"open', 'quote']],
    ['an empty ""', ['an', 'empty', '']],
    ['5" screens', ['5"', 'screens']],
  ])('%j', (line, expected) => {
    expect(texts(line)).toEqual(expected);
  });

  test('without quotes, words are what stands between spaces', () => {
    const plain = fc.array(fc.stringMatching(/^[a-z0-9=._-]{1,12}$/), { maxLength: 8 });
    fc.assert(
      fc.property(plain, (words) => {
        expect(texts(words.join('  '))).toEqual(words);
      }),
    );
  });

  test('an assignment has a name in front', () => {
    expect(readAssignment('country=BR')).toEqual({ name: 'country', value: 'BR' });
    expect(readAssignment('a=b=c')).toEqual({ name: 'a', value: 'b=c' });
    expect(readAssignment('=x')).toBeNull();
    expect(readAssignment('x')).toBeNull();
  });
});

describe("Slack's spelling of what was typed", () => {
  test.each([
    ['<@U012AB3CD|ana> said so', '@ana said so'],
    ['<@U012AB3CD> said so', '@U012AB3CD said so'],
    ['see <#C012AB3CD|ml-alerts>', 'see #ml-alerts'],
    ['see <#C012AB3CD|>', 'see #C012AB3CD'],
    ['<!here> and <!subteam^S1|@oncall>', '@here and @oncall'],
    ['<!date^1700000000^{time}|14:05 UTC>', '14:05 UTC'],
    ['<https://example.org/a?b=1&amp;c=2>', 'https://example.org/a?b=1&c=2'],
    ['<http://model.v2.example|model.v2.example>', 'model.v2.example'],
    ['<https://example.org|the dashboard>', 'the dashboard (https://example.org)'],
    ['<mailto:a@example.org|a@example.org>', 'a@example.org'],
    ['auc &lt; 0.8 &amp;&amp; n &gt; 10', 'auc < 0.8 && n > 10'],
    ['&amp;lt;', '&lt;'],
  ])('%j reads %j', (sent, typed) => {
    expect(unescapeSlack(sent)).toBe(typed);
  });

  test('a person and a channel in a command line are readable words', () => {
    expect(parse('timeline <@U012AB3CD|ana> looked at <#C1|ml-alerts>')).toMatchObject({
      words: ['@ana', 'looked', 'at', '#ml-alerts'],
    });
  });
});
