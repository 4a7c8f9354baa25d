import type { Fields } from '../contract.ts';
import { asFields, asList, fieldsList, textAt, wordsAt } from '../fields.ts';
import { actors, channelsOf, desk } from '../state/desk.ts';

export type Option = { readonly value: string; readonly text: string; readonly description: string };
type Group = { readonly label: string; readonly options: readonly Option[] };

function optionOf(fields: Fields): Option {
  return {
    value: textAt(fields, 'value'),
    text: wordsAt(fields, 'text'),
    description: wordsAt(fields, 'description'),
  };
}

/** What a menu offers: its own options, or the people or channels the person can see. */
export function groupsOf(element: Fields): readonly Group[] {
  const { workspace, me } = desk.get();
  const type = textAt(element, 'type').replace(/^multi_/u, '');
  if (type === 'users_select')
    return [
      {
        label: '',
        options: actors(workspace).map((it) => ({ value: it.id, text: it.realName, description: it.title })),
      },
    ];
  if (type === 'channels_select' || type === 'conversations_select')
    return [
      {
        label: '',
        options: channelsOf(workspace, me)
          .filter((it) => it.kind !== 'im')
          .map((it) => ({ value: it.id, text: `#${it.name}`, description: '' })),
      },
    ];
  const groups = fieldsList(element['option_groups']);
  if (groups.length > 0)
    return groups.map((it) => ({
      label: wordsAt(it, 'label'),
      options: fieldsList(it['options']).map(optionOf),
    }));
  return [{ label: '', options: fieldsList(element['options']).map(optionOf) }];
}

/** What is chosen before anybody chose. */
export function initialOf(element: Fields): readonly string[] {
  const one = asFields(element['initial_option']);
  const many = fieldsList(element['initial_options']).map((it) => textAt(it, 'value'));
  const single = [
    'initial_user',
    'initial_channel',
    'initial_conversation',
    'initial_value',
    'initial_date',
    'initial_time',
  ]
    .map((key) => textAt(element, key))
    .filter((it) => it !== '');
  const several = ['initial_users', 'initial_channels', 'initial_conversations'].flatMap((key) =>
    asList(element[key]).map(String),
  );
  return [...(one ? [textAt(one, 'value')] : []), ...many, ...single, ...several];
}
