namespace WorkflowHost.Engine.Expressions;

/// <summary>An expression was refused or failed. The message names what was found, where, and the way out.</summary>
public sealed class ScriptException : Exception
{
    internal ScriptException(string message)
        : base(message) => Thai = "นิพจน์ทำงานไม่ได้: " + message;

    ScriptException(string message, string? thai, int position, int line, int column)
        : base($"Line {line}, column {column}: {message}")
    {
        Thai = $"นิพจน์บรรทัด {line} ตำแหน่ง {column}: {thai ?? message}";
        Position = position;
        Line = line;
        Column = column;
    }

    /// <summary>
    /// For a Thai reader. What a designer can mistype is told in Thai; what only data can cause, while it runs, in English.
    /// </summary>
    public string Thai { get; }

    /// <summary>Index into the text, from 0.</summary>
    public int Position { get; }

    /// <summary>Line in the text, from 1; 0 when the fault has no place.</summary>
    public int Line { get; }

    /// <summary>Column in the line, from 1, in UTF-16 units; 0 when the fault has no place.</summary>
    public int Column { get; }

    internal static ScriptException At(string text, int position, string message, string? thai = null)
    {
        var line = 1;
        var start = 0;
        for (var i = 0; i < position; i++)
        {
            if (text[i] != '\n')
                continue;

            line++;
            start = i + 1;
        }

        return new ScriptException(message, thai, position, line, position - start + 1);
    }
}
