namespace HipaaJwt.Fuzz.Targets;

/// <summary>Objects in which each rule of strict JSON is kept or broken once.</summary>
internal static class JsonSeeds
{
    public static IEnumerable<byte[]> Objects => Bytes.OfAll([.. Plain, .. Strings, .. Numbers, .. Duplicates, .. Bounds]);

    private static IEnumerable<string> Plain =>
    [
        "", "{}", " { } ", "[]", "null", "{", "}", "{}{}", "{} x", "\u00ef\u00bb\u00bf{}", "{\"a\":1}", "{\"a\":1,}", "{,}", "{\"a\"}",
        "{\"a\":}", "{a:1}", "{'a':1}", "{\"a\":1 \"b\":2}", "{\"a\":true,\"b\":false,\"c\":null}", "{\"a\":tru}", "{\"a\":TRUE}",
        "{\"a\":NaN}", "{\"a\":nullx}", "{\"a\":[]}", "{\"a\":[1,\"b\",{\"c\":[true]},null]}", "{\"a\":[1,]}", "{\"a\":[1 2]}",
        "{\"a\":[\"x\\\"]\",[\"}\"]]}", "{\"a\":{\"b\":{}},\"c\":{}}", "\t\r\n{\t\"a\"\r:\n1 , \"b\" : [ 1 , 2 ] }\n", "{/**/}",
        "{\"a\":1}//", "{\"a\":1}\0", "{\u00a0}", "\f{}",
    ];

    private static IEnumerable<string> Strings =>
    [
        "{\"\":\"\"}", "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}", "{\"a\":\"\\u0041\\u00e9\\u20ac\"}", "{\"a\":\"\\ud83d\\ude00\"}",
        "{\"a\":\"\\ud83d\"}", "{\"a\":\"\\ude00\\ud83d\"}", "{\"a\":\"\\ud83d\\ud83d\"}", "{\"a\":\"\\ud83dx\"}", "{\"a\":\"\\u12\"}",
        "{\"a\":\"\\u00g0\"}", "{\"a\":\"\\U0041\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u0000\"}", "{\"a\":\"\n\"}", "{\"a\":\"\u007f\"}",
        "{\"a\":\"\u00c3\u00a9\"}", "{\"a\":\"\u00c2\u0085\"}", "{\"a\":\"\u00c2\u00a0\"}", "{\"a\":\"\u00c3\"}",
        "{\"a\":\"\u00c0\u00af\"}", "{\"a\":\"\u00ed\u00a0\u0080\"}", "{\"a\":\"\u00f0\u009f\u0098\u0080\"}",
        "{\"a\":\"\u00f4\u0090\u0080\u0080\"}", "{\"a\":\"a string of more than sixteen bytes\"}",
        "{\"a\":\"a string of more than sixteen bytes \\u0041\"}", "{\"a", "{\"a\":\"", "{\"a\":\"\\", "{\"a\":\"\\u",
    ];

    private static IEnumerable<string> Numbers =>
        "0 -0 00 - +1 1. .1 1.0 1e5 1E+5 1e-5 1e 1e+ 0x1 1_0 123456789012345678901234567890 9223372036854775807 1.5e300".Split(' ')
            .Select(number => "{\"a\":" + number + "}");

    private static IEnumerable<string> Duplicates =>
    [
        "{\"a\":1,\"a\":1}", "{\"a\":1,\"\\u0061\":2}", "{\"\\u0061\":1,\"a\":2}", "{\"a\":{\"b\":1,\"b\":2}}",
        "{\"a\":[{\"b\":1,\"c\":1,\"\\u0062\":2}]}", "{\"a\":{\"a\":{\"a\":1}}}", "{\"\":1,\"\":2}", "{\"a\":1,\"A\":2}",
        "{\"\u00c3\u00a9\":1,\"\\u00e9\":2}", "{\"a\":1,\"a\":2", "{\"a\":{\"b\":1},\"b\":{\"a\":1}}",
    ];

    private static IEnumerable<string> Bounds =>
    [
        Nested(15), Nested(16), Nested(17), "{\"a\":" + new string('[', 15) + new string(']', 15) + "}",
        "{\"a\":" + new string('[', 16) + new string(']', 16) + "}", Wide(32), Wide(33),
    ];

    private static string Nested(int depth) => string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth - 1);

    private static string Wide(int members) =>
        "{" + string.Join(',', Enumerable.Range(0, members).Select(number => $"\"{number}\":{number}")) + "}";
}
