namespace Stratus.Realtime.Edge.Transport;

/// <summary>
/// Something that an <see cref="EventLoop"/> watches. Readiness is a hint: a descriptor may have been closed and given out
/// again since it was noted, so whoever is told tries, and finds out.
/// </summary>
internal abstract class LoopEntry(EventLoop loop, int descriptor)
{
    private int _isPosted;

    /// <summary>The loop, on whose thread everything happens that is not said to happen elsewhere.</summary>
    public EventLoop Loop { get; } = loop;

    /// <summary>The socket; -1 once it is closed, or somebody else's.</summary>
    public int Descriptor { get; protected set; } = descriptor;

    /// <summary>The descriptor is ready for something.</summary>
    public abstract void OnReady(uint events);

    /// <summary>It was posted, or wanted to go on.</summary>
    public abstract void OnPosted();

    /// <summary>The loop is being stopped for good: close at once.</summary>
    public abstract void OnStopping();

    /// <summary>The edge drains: what has not begun does not begin any more.</summary>
    public virtual void OnDraining()
    {
    }

    /// <summary>Has <see cref="OnPosted"/> called on the loop's thread, once for many times; from any thread.</summary>
    public void Post()
    {
        if (Interlocked.Exchange(ref _isPosted, 1) == 0)
        {
            Loop.Post(this);
        }
    }

    /// <summary>What is posted from here on is called for again.</summary>
    // A mere write could come after what is read next, and somebody who posts in between would be heard by nobody.
    public void TakePost() => Interlocked.Exchange(ref _isPosted, 0);
}
