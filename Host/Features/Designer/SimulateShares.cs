using System.Globalization;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Simulation;

namespace WorkflowHost.Web.Features.Designer;

/// <summary>How requests come in, who leaves and which letters are wrong, as a form has them: in percent and days.</summary>
public sealed class SimulateShares
{
    public string? WithinDays { get; set; }
    public string? Holders { get; set; }
    public string? Replace { get; set; }
    public string? Again { get; set; }
    public string? BadLetters { get; set; }
    public string? Leavers { get; set; }

    public static SimulateShares Of(Scenario scenario) => new()
    {
        WithinDays = scenario.Filing.WithinDays.ToString(CultureInfo.InvariantCulture),
        Holders = Percent(scenario.Filing.Holders),
        Replace = Percent(scenario.Filing.Replace),
        Again = Percent(scenario.Filing.Again),
        BadLetters = Percent(scenario.BadLetters),
        Leavers = Percent(scenario.LeaversPerYear),
    };

    /// <summary>What a form that doesn't ask for a value leaves out keeps the scenario's.</summary>
    /// <param name="wrong">Is told the name of each field that can't be read.</param>
    public Scenario Read(Scenario scenario, Action<string> wrong) => scenario with
    {
        Filing = new FilingShares
        {
            WithinDays = (int)Number(nameof(WithinDays), WithinDays, scenario.Filing.WithinDays, 1, 3_650, wrong),
            Holders = Share(nameof(Holders), Holders, scenario.Filing.Holders, wrong),
            Replace = Share(nameof(Replace), Replace, scenario.Filing.Replace, wrong),
            Again = Share(nameof(Again), Again, scenario.Filing.Again, wrong),
        },
        BadLetters = Share(nameof(BadLetters), BadLetters, scenario.BadLetters, wrong),
        LeaversPerYear = Share(nameof(Leavers), Leavers, scenario.LeaversPerYear, wrong),
    };

    static double Share(string field, string? text, double otherwise, Action<string> wrong) =>
        Number(field, text, otherwise * 100, 0, 100, wrong) / 100;

    static double Number(string field, string? text, double otherwise, double least, double most, Action<string> wrong)
    {
        if (string.IsNullOrWhiteSpace(text))
            return otherwise;
        if (double.TryParse(
            ThaiDigits.ToArabic(text.Trim()), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most)
            return number;
        wrong(field);
        return otherwise;
    }

    static string Percent(double share) => Math.Round(share * 100, 2).ToString(CultureInfo.InvariantCulture);
}
