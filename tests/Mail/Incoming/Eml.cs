using System.Text;

namespace WorkflowHost.Tests.Mail.Incoming;

/// <summary>Mails as servers and people send them.</summary>
static class Eml
{
    public static byte[] Bounce(string messageId, string recipient, string status = "5.1.1", string action = "failed") => Bytes(
        $"""
        Return-Path: <>
        From: Mail Delivery System <MAILER-DAEMON@mx.example>
        To: no-reply@flow.example
        Subject: Undelivered Mail Returned to Sender
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="AAA"

        --AAA
        Content-Type: text/plain

        I'm sorry to have to inform you.
        --AAA
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example

        Final-Recipient: rfc822; {recipient}
        Action: {action}
        Status: {status}
        Diagnostic-Code: smtp; 550 {status} no such user

        --AAA
        Content-Type: text/rfc822-headers

        From: no-reply@flow.example
        To: {recipient}
        Message-ID: <{messageId}>
        --AAA--
        """);

    public static byte[] Reply(string messageId, string from, string text = "อนุมัติ", string more = "") => Bytes(
        $"""
        From: =?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes("ผู้อำนวยการ"))}?= <{from}>
        To: no-reply@flow.example
        Subject: =?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes("ตอบ: โปรดพิจารณา"))}?=
        In-Reply-To: <{messageId}>
        Date: Mon, 2 Mar 2026 09:30:00 +0700
        {more}
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: base64

        {Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}
        """.Replace("\n\nMIME", "\nMIME", StringComparison.Ordinal));

    static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));
}
