using Company.Worker_1;

var builder = Host.CreateApplicationBuilder(args);
builder.AddChartMessages();
builder.Services.AddSingleton<IMessageSource, ConsoleMessages>();
builder.Services.AddHostedService<MessageWorker>();

builder.Build().Run();
