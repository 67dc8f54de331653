const query = window.matchMedia('(prefers-reduced-motion: reduce)');

/** Whether things may move: neither the system nor VS Code (`workbench.reduceMotion`) asks for less. */
export function mayMove(): boolean {
  return !query.matches && !document.body.classList.contains('vscode-reduce-motion');
}
