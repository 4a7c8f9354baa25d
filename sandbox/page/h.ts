import { createElement } from 'preact';
import type { ComponentChildren, JSX, Key, VNode } from 'preact';

/** What an element may hold. */
export type Shown = ComponentChildren;

type Tag = keyof JSX.IntrinsicElements;
type Attributes<T extends Tag> = JSX.IntrinsicElements[T] & { readonly [key: `data-${string}`]: string };
type Component<P> = (props: P) => VNode | null;

/** Builds an element: tag, attributes as that tag has them, children. Text given as a child stays text. */
export function h<T extends Tag>(tag: T, attributes: Attributes<T> | null, ...children: Shown[]): VNode;
/** Builds a part of the page from its function. */
export function h<P>(component: Component<P>, props: P & { readonly key?: Key }): VNode;
export function h(
  kind: string | Component<never>,
  attributes: Record<string, unknown> | null,
  ...children: Shown[]
): VNode {
  // Safe: the two signatures above let only attributes of the tag, or props of the component, come here.
  return createElement(kind as string, attributes, ...children) as VNode;
}
