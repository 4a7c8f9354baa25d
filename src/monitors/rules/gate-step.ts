/** What a deploy must pass, as commands for its pipeline; null when the words ask for no such test. */
export function gateStep(text: string, hasPipelines: boolean): string | null {
  // What is written down or talked over is no test.
  if (/runbook|status page|document|review/i.test(text)) return null;
  if (/contract|schema/i.test(text))
    return `# once: types, nulls, ranges, values and keys of the reference data, to be read through and committed
fishbone contract init -o contract.yml
# before every deploy
fishbone parity --contract contract.yml --junit contract.xml
`;
  if (/parity/i.test(text))
    return `# before every deploy: served features against their offline values
fishbone parity --junit parity.xml
`;
  if (/golden|canary with|before promotion/i.test(text) && hasPipelines)
    return `# before every deploy: the golden set by the candidate and by what serves
fishbone canary --candidate "$CANDIDATE_URL" --junit canary.xml
`;
  return null;
}
