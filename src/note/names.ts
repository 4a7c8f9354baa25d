import type { Block, Document, Inline, Text } from '../message/document.ts';

/** The people that a document speaks of, by their ids, each once. */
export function peopleIn(document: Document): readonly string[] {
  const found = new Set<string>();
  mapTexts(document, (text) => {
    for (const part of text) if (typeof part !== 'string' && 'person' in part) found.add(part.person);
    return text;
  });
  return [...found];
}

/** The same document with people called by name, for readers outside Slack; an id without a name stands as it is. */
export function withNames(document: Document, names: ReadonlyMap<string, string>): Document {
  const named = (part: Inline): Inline =>
    typeof part !== 'string' && 'person' in part ? { person: names.get(part.person) ?? part.person } : part;
  return mapTexts(document, (text) => text.map(named));
}

function mapTexts(document: Document, change: (text: Text) => Text): Document {
  return { ...document, blocks: document.blocks.map((block) => mapBlock(block, change)) };
}

function mapBlock(block: Block, change: (text: Text) => Text): Block {
  switch (block.kind) {
    case 'paragraph':
    case 'quote':
    case 'context':
      return { ...block, text: change(block.text) };
    case 'facts':
      return { ...block, facts: block.facts.map((fact) => ({ ...fact, value: change(fact.value) })) };
    case 'list':
      return { ...block, items: block.items.map(change) };
    case 'heading':
    case 'table':
    case 'code':
    case 'buttons':
    case 'plan':
    case 'divider':
      return block;
  }
}
