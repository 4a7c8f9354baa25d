/** What monitors, tables and people may write into an incident, on purpose or not. */
export const hostile: readonly (readonly [name: string, text: string])[] = [
  ['a mention of everybody', 'down <!channel> @here <@U0MANAGER1> <!subteam^S0ONCALL01>'],
  ['a link that lies', '<https://evil.example|the dashboard> [dashboard](https://evil.example)'],
  ['SQL', "'; DROP TABLE events; --"],
  ['a novel', 'AUC of deposit fell. '.repeat(1000)],
  ['one endless word', 'x'.repeat(100_000)],
  ['emoji', '🔥🔥 le modèle 模型 👩‍👩‍👧‍👦 ' + '🧨'.repeat(400)],
  ['a text that turns around', 'invoice \u202Efdp.exe\u202C \u2066hidden\u2069 \u200Fabc'],
  ['lines', 'one\n\ntwo\r\n# three\n- four\n> five\n1. six\n```\nseven\n```\n***\n---\n===\n    eight'],
  [
    'markup',
    '*bold* _italic_ ~strike~ `code` **b** __u__ ~~s~~ <b>html</b> <script>alert(1)</script> &amp; &lt;',
  ],
  ['a table', '| a | b |\n|---|---|\n| 1 | \\| |'],
  ['control characters', 'bell\u0007 null\u0000 escape\u001B[31m red'],
  ['half a surrogate', 'broken \uD83D emoji'],
  ['nothing', ' '],
];
