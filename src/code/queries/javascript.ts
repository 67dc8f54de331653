/**
 * What is a request in JavaScript. Each pattern names the reader of its arguments with `(#set! api …)`; the readers are in
 * `calls/callReaders.ts`. Captures: `call` the whole expression, `callee` what is called, `arguments` its argument list.
 */
export const javascriptQuery = `
((call_expression
  function: (identifier) @callee
  arguments: (arguments) @arguments) @call
  (#eq? @callee "fetch")
  (#set! api "fetch"))

((call_expression
  function: (member_expression
    object: (identifier) @host
    property: (property_identifier) @name) @callee
  arguments: (arguments) @arguments) @call
  (#any-of? @host "globalThis" "window" "self" "global")
  (#eq? @name "fetch")
  (#set! api "fetch"))

((call_expression
  function: (subscript_expression
    object: (identifier) @host
    index: (string (string_fragment) @name)) @callee
  arguments: (arguments) @arguments) @call
  (#any-of? @host "globalThis" "window" "self" "global")
  (#eq? @name "fetch")
  (#set! api "fetch"))
`;
