// What the type check cannot know of a page of ours: what its selectors find, and who else put names into it.

interface ParentNode {
  querySelector(selectors: string): any;
  querySelectorAll(selectors: string): NodeListOf<any>;
}

interface PerformanceEntry {
  /** Of a navigation. */
  readonly type?: string;
}

interface Window {
  MathJax?: { startup?: { promise: Promise<void> } };
  jupyterapp?: any;
}

// Made by the build.
declare module "*/progress_items.mjs";
declare module "*/progress_view.mjs";
