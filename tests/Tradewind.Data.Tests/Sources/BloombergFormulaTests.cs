using Tradewind.Domain.Errors;
using Tradewind.Sources;
using Tradewind.Sources.Excel;
using static Tradewind.Data.Tests.Sources.WorkbookFile;

namespace Tradewind.Data.Tests.Sources;

public sealed class BloombergFormulaTests
{
    private static readonly DateOnly First = new(2024, 3, 14);

    [Theory]
    [InlineData("_xll.BDH(\"LF98TRUU Index\",\"OAS\",$A$2,$A$100,\"Dir=V\")", "BDH:LF98TRUU Index:OAS")] // data specification, golden 10
    [InlineData("@BDP(\"LF98TRUU Index\", \"CRNCY\")", "BDP:LF98TRUU Index:CRNCY")]
    [InlineData("bds ( \"SPX Index\" ; \"INDX_MEMBERS\" ; \"x=1\" )", "BDS:SPX Index:INDX_MEMBERS")]
    [InlineData("BDH(\"A \"\"B\"\" Corp\",\"PX_LAST\")", "BDH:A \"B\" Corp:PX_LAST")]
    [InlineData("BDH(\"X, Y Corp\",IF(1,\"OAS\",\"DTS\"),1)", "BDH:X, Y Corp:IF(1,\"OAS\",\"DTS\")")]
    [InlineData("BDH($A$4,B4,C4)", "BDH:SPX Index:PX_LAST")]
    [InlineData("BDH($A$5,'My Sheet'!B2)", "BDH:$A$5:YLD_YTM_MID")]
    [InlineData("BDH(Missing!A1,A4&\" Index\")", "BDH:Missing!A1:A4&\" Index\"")]
    public void Formulas_become_ids_with_references_resolved_from_literals(string formula, string id)
    {
        byte[] workbook = Sheets(
            ("Timeseries", [["Dates", "X_OAS"], [First, 1.0]]),
            ("My Sheet", [["", ""], ["", "YLD_YTM_MID"]]),
            ("Formulas", [["Column_Name", "Bloomberg_Formula"], ["Y_OAS", "=" + formula], ["x"], ["SPX Index", "PX_LAST"], [new Formula("1+1", 2)]]));

        Assert.Equal(new ColumnFormula("Y_OAS", id, $"={formula}", "Formulas!B2"), Assert.Single(Load.Bytes(workbook, "w.xlsx").Workbook!.Formulas));
    }

    [Fact]
    public void A_formula_in_row_2_wins_over_the_sheet_of_formulas()
    {
        byte[] workbook = Sheets(
            ("Timeseries", [["Dates", "X_OAS"], [First, new Formula("_xll.BDH(\"X Index\",\"OAS\",1,2)", 1.5)], [First.AddDays(1), 2.5]]),
            ("Formulas", [["Column_Name", "Bloomberg_Formula"], ["X_OAS", "=BDP(\"X Index\",\"OAS\")"]]));

        Assert.Equal(
            new ColumnFormula("X_OAS", "BDH:X Index:OAS", "=_xll.BDH(\"X Index\",\"OAS\",1,2)", "Timeseries!B2"),
            Assert.Single(Load.Bytes(workbook, "w.xlsx").Workbook!.Formulas));
    }

    [Theory]
    [InlineData("SUM(A1:A3)")]
    [InlineData("IFERROR(BDH(\"X Index\",\"OAS\"),0)")]
    [InlineData("BDH(\"X Index\")")]
    public void Other_formulas_are_none_of_bloomberg(string formula) =>
        Assert.Empty(Load.Bytes(Of(["Dates", "X_OAS"], [First, new Formula(formula, 1.5)]), "w.xlsx").Workbook!.Formulas);

    [Fact]
    public void A_formula_in_the_date_column_belongs_to_the_column_it_fills()
    {
        byte[] workbook = Of(
            ["Dates", "X_Index_OAS", "Y_Index_OAS"],
            [new Formula("BDH(\"X Index\",\"OAS\",1,2)", 45365), 1.0, new Formula("BDH(\"Y Index\",\"OAS\",1,2)", 2)]);

        Assert.Equal(
            [("X_Index_OAS", "BDH:X Index:OAS"), ("Y_Index_OAS", "BDH:Y Index:OAS")],
            Load.Bytes(workbook, "w.xlsx").Workbook!.Formulas.Select(formula => (formula.Column, formula.Id)));
    }

    [Fact]
    public void The_standard_workbook_asks_for_every_column_and_says_that_it_is_not_calculated()
    {
        WorkbookTemplateRequest request = new() { Start = new DateOnly(2020, 1, 2), Securities = ["LF98TRUU Index", "CL1 Comdty"], Fields = ["OAS", "PX_LAST"] };
        byte[] workbook = StandardWorkbook.Create(request);

        var error = Assert.Throws<InvalidInputException>(() => Load.Bytes(workbook, "template.xlsx"));

        Assert.Contains("nobody has calculated", error.Violations[0].Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_filled_standard_workbook_loads_with_its_formulas()
    {
        WorkbookTemplateRequest request = new() { Start = new DateOnly(2020, 1, 2), Securities = ["LF98TRUU Index", "CL1 Comdty"], Fields = ["OAS", "PX_LAST"] };
        byte[] workbook = Filled.ByTerminal(StandardWorkbook.Create(request));

        LoadedData data = Load.Bytes(workbook, "template.xlsx");

        Assert.Equal(["LF98TRUU Index", "CL1 Comdty"], data.Series.Select(series => series.Instrument.Id));
        Assert.Equal(
            ["BDH:LF98TRUU Index:OAS", "BDH:LF98TRUU Index:PX_LAST", "BDH:CL1 Comdty:OAS", "BDH:CL1 Comdty:PX_LAST"],
            data.Workbook!.Formulas.Select(formula => formula.Id));
        Assert.Equal(["LF98TRUU Index", "CL1 Comdty"], data.Workbook.Securities.Select(security => security.Ticker));
    }

    [Fact]
    public void A_standard_workbook_is_the_same_for_excel_and_for_openxml()
    {
        using MemoryStream stream = new(StandardWorkbook.Create(new WorkbookTemplateRequest { Start = new DateOnly(2020, 1, 2) }));
        using var document = DocumentFormat.OpenXml.Packaging.SpreadsheetDocument.Open(stream, isEditable: false);

        Assert.Empty(new DocumentFormat.OpenXml.Validation.OpenXmlValidator().Validate(document).Select(error => $"{error.Path?.XPath} {error.Description}"));
    }

    [Fact]
    public void Wrong_template_requests_name_all_fields()
    {
        var error = Assert.Throws<InvalidInputException>(() => StandardWorkbook.Create(
            new WorkbookTemplateRequest { Start = new DateOnly(2020, 1, 2), Securities = ["X Index", "X_Index"], Fields = [] }));

        Assert.Equal(["securities", "fields"], error.Violations.Select(violation => violation.Field));
    }
}
