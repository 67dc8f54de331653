/**
 * Nodes that decide in which order, how often and whether calls run. The grammars name them alike, so one list of patterns serves all
 * languages.
 */

/** A statement or expression that repeats what is in it. */
export const LOOP = /^(?:for|foreach|for_each|for_in|for_range|enhanced_for|c_style_for|while|until|do|loop)(?:_statement|_expression|_loop)?$|_comprehension$|^generator_expression$|^(?:while|until)_modifier$/;
/** A part that runs only if something holds, or after something failed. */
export const BRANCH = /^(?:if|elif|else|elsif|else_if|unless|switch|case|when|match|select|ternary|conditional|type_switch|expression_switch|guard|rescue)(?:_statement|_expression|_clause|_modifier|_arm|_block|_section|_default)?$|^(?:expression|type|communication|default)_case$|^(?:except|catch)(?:_clause|_block)?$|^switch_(?:expression_arm|rule|label|block_statement_group)$|^boolean_operator$/;
/** The parts of a branch that are looked at in any case. */
export const DECIDED_BY = ['condition', 'value', 'subject', 'initializer', 'resource'] as const;
export const AWAIT = /^await(?:_expression)?$/;
/** Runs beside the rest. */
export const STARTS = /^(?:go_statement|spawn_expression)$/;

/** Nodes whose children are statements, one after the other. */
export const STATEMENTS = /^(?:program|statement_block|module|block|compilation_unit|source_file|body_statement|function_body|statements)$/;

/** Calls that wait for several at once, as written. */
export const GATHERS = /^(?:Promise\.(?:all|allSettled|any|race)|asyncio\.(?:gather|wait|as_completed)|gather|Task\.(?:WhenAll|WhenAny|WaitAll)|CompletableFuture\.(?:allOf|anyOf)|(?:\w+::)*(?:join_all|try_join_all))$/;
/** Methods that hand a callback to each element, or run it after the object is there: part of the function around them. */
export const PER_ELEMENT = /(?:^|\.)(?:map|forEach|flatMap|filter|reduce|each|each_with_index|ForEach|Select|for_each|parallelStream)$/;
export const AFTERWARDS = /(?:^|\.)(?:then|catch|finally|thenApply|thenAccept|thenCompose|ContinueWith|and_then|pipe|tap|subscribe)$/;
