namespace WorkflowHost.Activities.Letters.Files;

/// <summary>A letter could not be kept or found; the message says why and what to do, in Thai and English.</summary>
public sealed class LetterFolderException(string code, string messageTh, string messageEn, Exception? inner = null)
    : Exception($"{messageTh} / {messageEn}", inner)
{
    public const string TooLarge = LetterRefusalCode.TooLarge;
    public const string Disk = "disk";
    public const string Missing = "missing";

    public string Code => code;

    public string MessageTh => messageTh;

    public string MessageEn => messageEn;
}
