namespace WorkflowHost.Activities.Data;

/// <summary>One of the 77 provinces, Bangkok included.</summary>
/// <param name="Code">Two-digit code of the Department of Provincial Administration, for example 35.</param>
/// <param name="NameTh">ยโสธร.</param>
/// <param name="NameEn">Yasothon.</param>
/// <param name="LetterAbbreviation">Two letters that open its letter numbers, for example ยส.</param>
/// <param name="RegionTh">One of six regions.</param>
/// <param name="RegionEn">The same in English.</param>
public sealed record Province(
    string Code, string NameTh, string NameEn, string LetterAbbreviation, string RegionTh, string RegionEn);
