namespace WorkflowHost.Activities.Sheets;

/// <summary>How many bytes a package may still unpack to.</summary>
sealed class UnzipBudget(long bytes)
{
    long left = bytes;

    public void Spend(int count)
    {
        left -= count;
        if (left < 0)
            throw SheetRefusals.UnpacksTooFar();
    }
}

/// <summary>Passes on what it reads and counts it.</summary>
sealed class CountedStream(Stream inner, UnzipBudget budget) : Stream
{
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        budget.Spend(read);
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
