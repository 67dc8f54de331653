/** What only the code of tests has, which makes a client for each case and is ended by what runs it. */
export const TEST_CODE = /#\[(?:\w+::)?test\b|(?<![\w$.])(?:describe|it)\s*\(\s*['"`]|\bimport\s+(?:unittest|pytest)\b|@(?:Test|ParameterizedTest)\b|\[(?:Fact|Theory|Test|TestMethod)\b|\bfunc\s+Test[A-Z]\w*\(\w+ \*testing\.T\)/;
